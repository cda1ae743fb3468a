// A client of the project board, as its description has it: it authenticates in-band, subscribes to a project and hears
// of its tasks and of who is there. Usage: node board.js ws://host/ws/connect token
const [url, token] = process.argv.slice(2);
const socket = new WebSocket(url);
const send = (type, data) => socket.send(JSON.stringify({ type, data }));
const tell = (...words) => console.log(words.join(' '));

const handlers = {
  auth_required: () => socket.send(JSON.stringify({ type: 'auth', token })),
  auth_success({ data }) {
    tell('auth_success', data.user_id);
    send('subscription', { action: 'subscribe', project_id: 'p' });
  },
  auth_failed: ({ data }) => tell('auth_failed', data.error),
  subscribed: () => send('nonsense', {}),
  user_joined: ({ data }) => tell('user_joined', data.user_id),
  user_left: ({ data }) => tell('user_left', data.user_id),
  task_created: ({ data }) => tell('task_created', data.task_id, data.project_id),
  task_updated({ data }) {
    for (const [field, change] of Object.entries(data.changes)) {
      tell('task_updated', data.task.title, field, change.old, change.new);
    }
  },
  task_deleted: ({ data }) => tell('task_deleted', data.task_id),
  project_updated: ({ data }) => tell('project_updated', data.project_id),
  status_changed: ({ data }) => tell('status_changed', data.status),
  error: ({ code, error }) => tell('error', code, error),
};

socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  handlers[message.type]?.(message);
};
socket.onclose = ({ code, reason }) => tell('closed', code, reason);
