const original = window.fetch;
const watch = { drawn: 0, arrived: 0, pressed: 0, keys: [], release: () => {} };
window.watch = watch;
const released = new Promise((resolve) => { watch.release = resolve; });

// A message that is sent from within a frame is read after that frame was painted.
function painted(note) {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => note(performance.now());
    port2.postMessage(0);
  });
}

window.fetch = async (path, options = {}) => {
  const first = path === '/api/index' && options.method === 'GET' && watch.arrived === 0;
  if (!first) return original(path, options);
  await released;
  const bytes = await (await original(path, options)).arrayBuffer();
  watch.arrived = performance.now();
  return new Response(bytes);
};

addEventListener('keydown', (event) => { watch.pressed = event.timeStamp; }, true);
addEventListener('DOMContentLoaded', () => {
  const rows = document.getElementById('cases-rows');
  const noting = new MutationObserver(() => {
    if (rows.children.length === 0) return;
    noting.disconnect();
    painted((at) => { watch.drawn = at; });
  });
  noting.observe(rows, { childList: true });
  document.getElementById('cases-typed').addEventListener('input', () => {
    const { pressed } = watch;
    if (pressed > 0) painted((at) => watch.keys.push(at - pressed));
  });
});
