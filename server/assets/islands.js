// Wakes the islands of a page: loads the wasm beside this file and hands each island's element to its function.
const version = new URL(import.meta.url).search;
const wake = async () => {
  const islands = await import(`/pkg/egret.js${version}`);
  await islands.default({ module_or_path: `/pkg/egret_bg.wasm${version}` });
  islands.hydrate();
  for (const element of document.querySelectorAll("leptos-island")) {
    islands[element.dataset.component]?.(element);
  }
};
"requestIdleCallback" in window ? requestIdleCallback(wake, { timeout: 1000 }) : wake();
