// A client of the alliance hub, as its description has it: the cookie of its page, heartbeats with a time, and ten types
// of messages. A page's browser sends cookie and Origin by itself; here they are given. Usage: node hub.js
// ws://host/websocket/connect token
const [url, token] = process.argv.slice(2);
const socket = new WebSocket(url, {
  headers: { Cookie: `falcon_auth_token=${token}`, Origin: new URL(url).origin.replace('ws:', 'http:') },
});
const tell = (...words) => console.log(words.join(' '));
const types = [
  'message', 'notification', 'user_profile_update', 'group_membership_change', 'system_notification',
  'presence', 'room_update', 'backend_status', 'critical_alert', 'service_recovery',
];

socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.type === 'connected') {
    tell('connected', message.data.user_id, message.data.rooms.map((joined) => joined.room).join(' '));
    socket.send(JSON.stringify({ type: 'heartbeat', timestamp: new Date().toISOString() }));
  } else if (message.type === 'pong') {
    tell('ready');
  } else if (types.includes(message.type)) {
    tell(message.type, JSON.stringify(message.data));
    if (message.type === 'service_recovery') socket.close(1000);
  }
};
socket.onclose = ({ code }) => tell('closed', code);
