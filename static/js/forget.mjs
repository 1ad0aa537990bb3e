// The visit is over: what this tab kept of unsent answers goes too.

const PREFIX = "unsent:";

export function start() {
  try {
    const keys = Object.keys(window.sessionStorage);
    for (const key of keys.filter((name) => name.startsWith(PREFIX))) window.sessionStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}
