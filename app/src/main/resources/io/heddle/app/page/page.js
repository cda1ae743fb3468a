"use strict";

const byId = (id) => document.getElementById(id);
const words = (text) => text.split(",").map((word) => word.trim()).filter(Boolean);
const info = fetch("/dev/info").then((answer) => answer.json());

async function post(url, body, headers = {}) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status}: ${parsed(text).error ?? text}`);
  return parsed(text);
}

const token = async (wish) => (await post("/dev/token", wish)).token;

/** For looking into a frame only: numbers may lose digits here. */
function parsed(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === "object" ? value : {};
  } catch {
    return {};
  }
}

/** Breaks JSON into lines without reading it, so that what is shown is what came. */
function broken(json) {
  let lines = "";
  let depth = 0;
  for (const [part] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{[]\s*[}\]]|[{}[\],:]|[^\s"{}[\],:]+/g)) {
    const indent = (by) => "\n" + "  ".repeat((depth += by));
    if (part === "{" || part === "[") lines += part + indent(1);
    else if (part === "}" || part === "]") lines += indent(-1) + part;
    else if (part === ",") lines += part + indent(0);
    else lines += part === ":" ? ": " : part;
  }
  return lines;
}

function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function line(text) {
  const made = byId("line").content.cloneNode(true);
  const button = made.querySelector("button");
  made.querySelector("code").textContent = text;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });
  return made;
}

/** What carries a place in a room, but is no publication. */
const ANSWERS = new Set(["subscribed", "unsubscribed", "published", "history", "presence_state"]);

/** One of the two clients: its panel and its connection. */
class Client {
  static LONGEST_LOG = 200;
  static RETRY_MS = 2000;

  constructor(user, greeting) {
    this.greeting = greeting;
    this.wanted = false;
    this.dropped = false;
    this.places = new Map();
    this.panel = byId("client").content.cloneNode(true).firstElementChild;
    this.title = this.panel.querySelector("h2");
    this.state = this.panel.querySelector(".state");
    this.log = this.panel.querySelector(".log");
    this.connectForm = this.form(".connect", () => (this.wanted ? this.disconnect() : this.connect()));
    this.dropButton = this.panel.querySelector(".drop");
    this.dropButton.addEventListener("click", () => (this.dropped ? this.resume() : this.drop()));
    this.joinForm = this.form(".join", () => this.subscribe());
    this.sendForm = this.form(".send", () => this.say());
    this.connectForm.elements.user.value = user;
    this.sendForm.elements.text.placeholder = `What ${user} says`;
    this.panel.setAttribute("aria-label", `Client ${user}`);
    this.log.setAttribute("aria-label", `Frames of ${user}`);
    this.show("not connected", false);
    byId("clients").append(this.panel);
  }

  form(selector, submitted) {
    const form = this.panel.querySelector(selector);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      submitted();
    });
    return form;
  }

  get user() {
    return this.connectForm.elements.user.value.trim();
  }

  get room() {
    return this.joinForm.elements.room.value.trim();
  }

  show(state, open) {
    this.title.textContent = this.user;
    this.state.textContent = state;
    this.state.classList.toggle("open", open);
    this.connectForm.elements.user.readOnly = this.wanted;
    this.connectForm.querySelector("button").textContent = this.wanted ? "Disconnect" : "Connect";
    this.dropButton.textContent = this.dropped ? "Resume" : "Drop the socket";
    this.dropButton.disabled = !open && !this.dropped;
    this.joinForm.querySelector("button").disabled = !open;
    this.sendForm.querySelector("button").disabled = !open;
  }

  async connect() {
    this.wanted = true;
    this.show("connecting", false);
    try {
      const { path } = await info;
      const url = new URL(path, location.href.replace(/^http/, "ws"));
      url.searchParams.set("token", await token({ user: this.user }));
      this.open(url);
    } catch (fault) {
      this.note(`no token: ${fault.message}`, true);
      this.retry();
    }
  }

  open(url) {
    const socket = new WebSocket(url, "heddle.v1");
    this.socket = socket;
    socket.addEventListener("message", ({ data }) => this.received(data));
    socket.addEventListener("close", ({ code, reason }) => {
      this.note(`closed with ${code}${reason ? `: ${reason}` : ""}`, code !== 1000);
      if (this.dropped) this.show("away: what is said now waits", false);
      else if (this.wanted && [1001, 1005, 1006, 1011, 1012, 1013].includes(code)) this.retry();
      else {
        this.wanted = false;
        this.show("not connected", false);
      }
    });
  }

  retry() {
    this.show("trying again", false);
    setTimeout(() => this.wanted && this.connect(), Client.RETRY_MS);
  }

  /** Goes without a word to the room, as a phone does in a tunnel; the place in it is kept. */
  drop() {
    this.dropped = true;
    this.socket.close(1000);
    this.show("away: what is said now waits", false);
  }

  /** Comes back, and is sent what was missed. */
  resume() {
    this.dropped = false;
    this.connect();
  }

  disconnect() {
    this.wanted = false;
    this.dropped = false;
    this.places.clear();
    this.socket?.close(1000);
    this.show("not connected", false);
  }

  send(command) {
    const frame = JSON.stringify(command);
    this.socket.send(frame);
    this.entry("out", frame);
  }

  subscribe() {
    const place = this.places.get(this.room);
    this.send({ type: "subscribe", room: this.room, id: "join", ...(place && { recover: place }) });
  }

  say(text = this.sendForm.elements.text.value) {
    this.send({ type: "publish", room: this.room, data: { text } });
    this.sendForm.elements.text.value = "";
  }

  received(frame) {
    this.entry("in", frame);
    const event = parsed(frame);
    if (event.type === "connected") {
      this.show("connected", true);
      this.subscribe();
    } else if (event.type === "subscribed") {
      this.entered(event);
      this.joined?.();
    } else if (event.offset !== undefined && !ANSWERS.has(event.type)) {
      this.places.set(event.room, { epoch: event.epoch, offset: event.offset });
    }
    if (event.type === "message" && event.user_id !== this.user) {
      this.answer?.();
    }
  }

  /** Notes the place to resume from: the one asked for, where it holds, else the room's head. */
  entered({ room, epoch, offset, data }) {
    const place = this.places.get(room);
    if (data.recovered) {
      const missed = offset - place.offset;
      this.note(missed === 1 ? "resumed: 1 was missed" : `resumed: ${missed} were missed`, false);
    } else {
      if (data.was_recovering) this.note("the room cannot say what was missed", true);
      this.places.set(room, { epoch, offset });
    }
  }

  entry(way, frame) {
    const event = parsed(frame);
    const bad = event.type === "error" || event.type === "auth_failed";
    const item = element("li", bad ? `${way} bad` : way);
    const head = element("div", "head");
    const place = event.room ? `${event.room}${event.offset === undefined ? "" : ` #${event.offset}`}` : "";
    head.append(
      element("span", "way", way === "out" ? "→ sent" : "← got"),
      element("span", "type", String(event.type ?? "?")),
      element("span", "room", place),
      element("time", "", new Date().toLocaleTimeString([], { hour12: false })),
    );
    item.append(head);
    const said = event.data?.text ?? event.data?.title ?? (bad ? event.error : undefined);
    if (said !== undefined) {
      const from = way === "in" && event.user_id ? `${event.user_id}: ` : "";
      item.append(element("p", "said", `${from}${said}`));
    }
    item.append(element("pre", "", broken(frame)));
    this.append(item);
  }

  note(text, bad) {
    const item = element("li", bad ? "note failed" : "note", text);
    this.append(item);
  }

  append(item) {
    const { log } = this;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    log.append(item);
    while (log.childElementCount > Client.LONGEST_LOG) log.firstElementChild.remove();
    if (atEnd) log.scrollTop = log.scrollHeight;
  }
}

/** Once both are in the room one says something, and the other answers. */
function converse(first, second) {
  const once = (then) => {
    let done = false;
    return () => {
      if (!done) {
        done = true;
        then();
      }
    };
  };
  let waiting = 2;
  const begin = () => --waiting === 0 && first.say(first.greeting);
  first.joined = once(begin);
  second.joined = once(begin);
  second.answer = once(() => second.say(second.greeting));
}

byId("broadcast").addEventListener("submit", async (event) => {
  event.preventDefault();
  const output = byId("broadcast-answer");
  try {
    const role = (await info).admin_role;
    const bearer = await token({ user: "admin", roles: role ? [role] : [] });
    const answer = await post(
      "/api/v1/websocket/broadcast",
      { type: "system_notification", data: { text: event.target.elements.text.value } },
      { Authorization: `Bearer ${bearer}` },
    );
    output.className = "";
    output.textContent = `The node says: ${JSON.stringify(answer)}`;
  } catch (fault) {
    output.className = "failed";
    output.textContent = fault.message;
  }
});

byId("token").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { user, roles, groups, permissions } = event.target.elements;
  const output = byId("token-answer");
  try {
    const made = await token({
      user: user.value.trim(),
      roles: words(roles.value),
      groups: words(groups.value),
      permissions: words(permissions.value),
    });
    const url = new URL((await info).path, location.href.replace(/^http/, "ws"));
    output.replaceChildren(line(made), line(`wscat -c '${url}?token=${made}'`));
  } catch (fault) {
    output.replaceChildren(element("p", "failed", fault.message));
  }
});

byId("frames").addEventListener("change", (event) => {
  document.body.classList.toggle("flowing", !event.target.checked);
  for (const log of document.querySelectorAll(".log")) log.scrollTop = log.scrollHeight;
});

info.then(
  ({ redis }) => {
    byId("redis-hint").textContent = redis.length
      ? "In a terminal; alice gets it wherever she is connected."
      : "This node has no Redis. Start it with --redis, and backends can push through it.";
    byId("redis-lines").append(...redis.map(line));
  },
  (fault) => (byId("redis-hint").textContent = fault.message),
);

const alice = new Client("alice", "Hello, Bob. Is this thing on?");
const bob = new Client("bob", "Loud and clear, Alice.");
converse(alice, bob);
alice.connect();
bob.connect();
