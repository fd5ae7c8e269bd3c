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
