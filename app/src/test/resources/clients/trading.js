// A client of the trading feed, as its description has it: it names its channels, and messages come as they were
// published. Usage: node trading.js ws://host/ws
const [url] = process.argv.slice(2);
const socket = new WebSocket(url);
const tell = (...words) => console.log(words.join(' '));
let subscribed = 0;

const handlers = {
  async subscribed() {
    subscribed += 1;
    if (subscribed < 2) return;
    const stats = await fetch(`${url.replace('ws://', 'http://')}/stats`);
    tell('stats', stats.status, typeof (await stats.json()));
    tell('ready');
  },
  order_update: ({ order_id: order, status, timestamp }) => tell('order_update', order, status, timestamp),
  tick({ symbol, price, timestamp }) {
    tell('tick', symbol, price, Number.isInteger(timestamp));
    socket.close(1000);
  },
  error: ({ error }) => tell('error', error),
};

socket.onopen = () => socket.send(JSON.stringify({ type: 'subscribe', channels: ['orders', 'market_data'] }));
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  handlers[message.type]?.(message);
};
socket.onclose = ({ code }) => tell('closed', code);
