// One door to the server: JSON in, JSON out, problem details thrown as Problem.

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || gettext("服务器没有回应，请稍后再试"));
    this.status = status;
    this.body = body;
    this.fields = body.fields || body.errors || {};
  }
}

export const csrf = () => document.querySelector("meta[name=csrf]")?.content ?? "";

export async function send(method, url, body) {
  const response = await reach(method, url, body);
  const answer = await read(response);
  if (!response.ok) throw new Problem(response.status, answer);
  return answer;
}

// Whoever signs in again in another window gets a new token: true when it has come.
export async function renew() {
  try {
    const answer = await fetch(document.querySelector(".brand").href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector(".rail") && page.querySelector("meta[name=csrf]")?.content;
    if (token) document.querySelector("meta[name=csrf]").content = token;
    return Boolean(token);
  } catch {
    return false;
  }
}

export const get = (url) => send("GET", url);

async function reach(method, url, body) {
  const isForm = body instanceof FormData;
  const headers = { Accept: "application/json", "X-CSRFToken": csrf() };
  if (body !== undefined && !isForm) headers["Content-Type"] = "application/json";
  try {
    return await fetch(url, { method, headers, body: isForm || body === undefined ? body : JSON.stringify(body), credentials: "same-origin" });
  } catch {
    throw new Problem(0, { detail: gettext("连不上服务器：改动还在这一页，联网后会再试") });
  }
}

async function read(response) {
  if (response.status === 204) return null;
  const isJson = response.headers.get("Content-Type")?.includes("json");
  return isJson ? response.json() : { detail: "" };
}

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrf();
});
