// Two clients of the room server, as its description has it: no token, rooms, a broadcast, millisecond timestamps and
// errors that are told by their text. Usage: node rooms.js ws://host/ws
const [url] = process.argv.slice(2);
const tell = (...words) => console.log(words.join(' '));

class RoomClient {
  constructor(name) {
    this.name = name;
    this.waiting = [];
    this.socket = new WebSocket(url);
    this.socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (Math.abs(Date.now() - message.timestamp) > 60_000) throw new Error(`no time: ${data}`);
      this.arrived.push(message);
      this.waiting.shift()?.();
    };
    this.arrived = [];
  }

  send(message) {
    this.socket.send(JSON.stringify(message));
  }

  async next(type) {
    if (this.arrived.length === 0) await new Promise((resolve) => this.waiting.push(resolve));
    const message = this.arrived.shift();
    if (message.type !== type) throw new Error(`${this.name} expects ${type}: ${JSON.stringify(message)}`);
    return message;
  }

  async fails(message) {
    this.send(message);
    tell('error', (await this.next('error')).error);
  }
}

async function run() {
  const ann = new RoomClient('ann');
  const id = (await ann.next('connected')).data.client_id;
  const ben = new RoomClient('ben');
  await ben.next('connected');
  for (const client of [ann, ben]) {
    client.send({ type: 'subscribe', room: 'chat' });
    const { room, data } = await client.next('subscribed');
    tell('subscribed', room, data.room, data.client_count);
  }
  ann.send({ type: 'publish', room: 'chat', data: { text: 'hello' } });
  for (const client of [ann, ben]) {
    const { room, data, client_id: from } = await client.next('message');
    tell('message', client.name, room, data.text, from === id);
  }
  ben.send({ type: 'broadcast', data: { text: 'everybody' } });
  for (const client of [ann, ben]) tell('broadcast', client.name, (await client.next('message')).data.text);
  ann.send({ type: 'ping' });
  tell((await ann.next('pong')).type);
  ann.send({ type: 'unsubscribe', room: 'chat' });
  tell('unsubscribed', (await ann.next('unsubscribed')).data.room);
  await ann.fails({ type: 'publish', room: 'chat', data: 1 });
  await ann.fails({ type: 'subscribe' });
  await ann.fails({ type: 'sing' });
  ann.socket.send('no JSON');
  tell('error', (await ann.next('error')).error);
  for (const client of [ann, ben]) client.socket.close(1000);
}

run().catch((fault) => {
  console.error(fault);
  process.exit(1);
});
