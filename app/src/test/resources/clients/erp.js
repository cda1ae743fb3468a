// A client of the ERP's notifier, as its description has it: a token in the query, channels that are acknowledged,
// notifications for the user, events of a channel, errors in data. Usage: node erp.js ws://host/ws token
const [url, token] = process.argv.slice(2);
const socket = new WebSocket(`${url}?token=${encodeURIComponent(token)}`);
const send = (message) => socket.send(JSON.stringify(message));
const tell = (...words) => console.log(words.join(' '));

const handlers = {
  ack({ data }) {
    tell('ack', data.action, data.channel);
    if (data.action === 'subscribe') send({ type: 'heartbeat' });
    else send({ type: 'subscribe', data: {} });
  },
  pong() {
    tell('ready');
  },
  notification({ data, user_id: userId, message_id: id, timestamp }) {
    if (!id || Number.isNaN(Date.parse(timestamp))) throw new Error('a notification has an id and a time');
    tell('notification', userId, `${data.title}: ${data.message} (${data.type})`);
  },
  event({ channel, data }) {
    tell('event', channel, data.action, data.user_id);
    send({ type: 'unsubscribe', data: { channel } });
  },
  error({ data }) {
    tell('error', data.error);
    socket.close(1000);
  },
};

socket.onopen = () => send({ type: 'subscribe', data: { channel: 'user_events' } });
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  handlers[message.type]?.(message);
};
socket.onclose = ({ code }) => tell('closed', code);
