// Shows the theme that the visitor chose, loads the engine while the page is still loading, and says so where the page does not come up: a script is missing,
// or the browser is too old for it.
try {
  const theme = localStorage.getItem("cyberdatagen theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // A browser without storage has the system's theme.
}

const failed = () => {
  if (document.querySelector("#app .loading")) document.getElementById("crash").hidden = false;
};
addEventListener("error", failed);
setTimeout(failed, 30000);

const address = (name) => new URL(document.querySelector(`meta[name=${name}]`).content, document.baseURI);

const compile = async (part) => {
  const response = await fetch(address(`${part}-module`));
  if (!response.ok) throw new Error("its module is missing");
  // Not every host names the type that streaming asks for.
  return response.headers.get("Content-Type") === "application/wasm"
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
};

// The modules of the parts, each compiled once for all of its workers; after a failure the next worker tries again.
const compiled = {};

// A worker of a part, and what it has said before anyone listens.
const prepare = (part) => {
  const script = address(`${part}-worker`);
  // The page as a single file has them unpacked, and without exports: Chromium takes no module worker from a file.
  const worker = new Worker(script, { type: script.protocol === "blob:" ? "classic" : "module" });
  const early = [];
  let begin;
  const began = new Promise((resolve) => { begin = resolve; });
  let listener = (...said) => {
    early.push(said);
    begin();
  };
  worker.onmessage = ({ data }) => typeof data === "string" ? listener(null, data) : listener(data, null);
  worker.onmessageerror = () => listener(null, "a message was lost");
  worker.onerror = (event) => {
    event.preventDefault();
    listener(null, event.message || "its script is missing");
  };
  compiled[part] ??= compile(part);
  compiled[part].then((module) => worker.postMessage(module), (error) => {
    compiled[part] = null;
    listener(null, String(error));
  });
  const listen = (next) => {
    listener = next;
    early.splice(0).forEach((said) => queueMicrotask(() => next(...said)));
    return worker;
  };
  return { listen, began };
};

// Every visit needs the first one.
let prepared = prepare("engine");

// For the page: starts a worker of a part, "engine" or "jobs", and has `listener` called with each message, or with null and
// the reason why there will be none.
window.startEngine = (part, listener) => {
  const { listen } = (part === "engine" && prepared) || prepare(part);
  if (part === "engine") prepared = null;
  return listen(listener);
};

// For the page: fulfilled once the first worker has said something, or has not for a second. A browser starts a worker by means of
// the page's own thread, which has no time for it while the page comes up.
window.engineBegan = () => Promise.race([prepared?.began, new Promise((resolve) => setTimeout(resolve, 1000))]);

addEventListener("unhandledrejection", failed);
