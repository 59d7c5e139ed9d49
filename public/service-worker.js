// Keeps the page, so that it opens without a network after one visit. The build fills in the files of a version; a version's files
// stand in a cache of its own, so that versions do not mix. A new version waits until the visitor takes it, or has closed every tab of
// the page.
const VERSION = "BUILD_VERSION";
// What the page needs to come up, and what it may need later: each file with what proves it whole. The page itself has its
// version in it instead.
const FIRST = BUILD_FIRST;
const LATER = BUILD_LATER;

// A name says it all: the same file for any kind of request.
const ANY = { ignoreSearch: true, ignoreVary: true };
// Other pages of the same host have caches too.
const OURS = `cyberdatagen ${registration.scope} `;
const INDEX = "index.html";
const address = (file) => new URL(file, registration.scope).href;

// The page as it is on the host now. A host that is just being changed may give another version's: then this one begins later.
const fetchIndex = async () => {
  const response = await fetch(address(INDEX), { cache: "no-cache" });
  const html = await response.text();
  if (!response.ok || !html.includes(VERSION)) throw new Error("the page on the host is of another version");
  // A new response, since a navigation does not take one that a host has redirected; with the host's headers, but for those of
  // the way it came.
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response(html, { headers });
};

// A file, if it is whole, which the browser checks: a gate before the network answers with a page of its own, and a host may have got
// only a part. What the browser has of that is asked for anew.
const fetchFile = async (file, integrity) => {
  const known = await find(file);
  if (known) return known;
  for (const cache of ["default", "reload"]) {
    const response = await fetch(address(file), { cache, integrity }).catch(() => undefined);
    if (response?.ok) return response;
  }
  throw new Error(`${file} is missing or damaged`);
};

const keep = async (files) => {
  const cache = await caches.open(OURS + VERSION);
  for (const [file, integrity] of Object.entries(files)) {
    if (await cache.match(address(file), ANY)) continue;
    await cache.put(address(file), await (file === INDEX ? fetchIndex() : fetchFile(file, integrity)));
  }
};

// A file of any version that is kept: its name says which content it has.
const find = async (file) => {
  for (const name of await caches.keys()) {
    if (!name.startsWith(OURS)) continue;
    const found = await (await caches.open(name)).match(address(file), ANY);
    if (found) return found;
  }
};

// Puts earlier versions away: not while a later one comes, nor while another tab may run an earlier one.
const tidy = async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== OURS + VERSION);
  const tabs = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (registration.installing || registration.waiting || tabs.length > 1) return;
  await Promise.all(old.map((name) => caches.delete(name)));
};

addEventListener("install", (event) => event.waitUntil(keep(FIRST)));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(skipWaiting());
  // A page of this version is there and idle. What the browser has thrown away meanwhile is kept again; storage that is full keeps
  // what it has, and the rest is fetched when it is needed.
  if (event.data === `keep ${VERSION}`) event.waitUntil(keep({ ...FIRST, ...LATER }).catch(() => {}).then(tidy).catch(() => {}));
});

// What is kept; nothing where the browser denies its storage.
const kept = async (file, isPage) => {
  try {
    return await (isPage ? (await caches.open(OURS + VERSION)).match(address(INDEX), ANY) : find(file));
  } catch {
    return undefined;
  }
};

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  const file = (origin + pathname).slice(registration.scope.length) || INDEX;
  const isPage = mode === "navigate";
  // Folders beside the page are somebody else's, and so is what is no file of ours.
  if (method !== "GET" || !(origin + pathname).startsWith(registration.scope) || file.includes("/")) return;
  if (isPage !== (file === INDEX)) return;
  event.respondWith(kept(file, isPage).then((found) => found ?? fetch(event.request)));
});
