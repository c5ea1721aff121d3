'use strict';
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const filter = document.getElementById('filter');
  const found = document.getElementById('found');
  const keys = document.getElementById('keys');

  // A permalink opens everything around what it names.
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let node = target; node; node = node.parentElement) if (node.tagName === 'DETAILS') node.open = true;
    target.classList.add('arrived');
    target.scrollIntoView({block: 'start', behavior: 'instant'});
    (target.tagName === 'DETAILS' ? target.querySelector('summary') : target).focus({preventScroll: true});
  };
  addEventListener('hashchange', () => { all('.arrived').forEach(node => node.classList.remove('arrived')); reveal(); });

  // The passage that a sentence rests on unfolds under it; without this script the number leads to it.
  const showNote = ref => {
    const host = ref.closest('p, li, th, td');
    const known = host.dataset.note === ref.hash ? host : null;
    const open = host.matches('p') ? host.nextElementSibling : host.lastElementChild;
    if (open && open.classList.contains('here')) open.remove();
    all('.ref', host).forEach(other => other.setAttribute('aria-expanded', 'false'));
    delete host.dataset.note;
    if (known) return;
    const here = document.createElement('div');
    here.className = 'here';
    here.append(...all(':scope > *', document.querySelector(ref.hash)).map(node => node.cloneNode(true)));
    if (host.matches('p')) host.after(here); else host.append(here);
    host.dataset.note = ref.hash;
    ref.setAttribute('aria-expanded', 'true');
  };
  all('.ref').forEach(ref => ref.setAttribute('aria-expanded', 'false'));
  addEventListener('click', event => {
    const ref = event.target.closest && event.target.closest('.ref');
    if (!ref || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    showNote(ref);
  });

  // On paper nothing can be unfolded, so everything is.
  let closed = [];
  addEventListener('beforeprint', () => { closed = all('details:not([open])'); closed.forEach(node => { node.open = true; }); });
  addEventListener('afterprint', () => { closed.forEach(node => { node.open = false; }); closed = []; });

  const items = all('[data-filter]');
  const folders = all('[data-holds]');
  let texts = null;
  let wasOpen = null;
  const sift = () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    texts = texts || items.map(item => item.textContent.toLowerCase());
    wasOpen = wasOpen || folders.map(folder => folder.open);
    let shown = 0;
    items.forEach((item, i) => {
      item.hidden = !words.every(word => texts[i].includes(word));
      if (!item.hidden) shown += 1;
    });
    folders.forEach((folder, i) => {
      const holds = all('[data-filter]', folder).some(item => !item.hidden);
      folder.hidden = !holds;
      folder.open = words.length ? holds : wasOpen[i];
    });
    if (!words.length) wasOpen = null;
    found.textContent = words.length ? `${shown} of ${items.length}` : '';
  };
  document.querySelector('.filter').hidden = false;
  document.querySelector('.filter').addEventListener('submit', event => event.preventDefault());
  let waiting = 0;
  filter.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(sift, 90); });
  document.getElementById('keys-button').addEventListener('click', () => keys.showModal());

  const handle = node => (node.tagName === 'DETAILS' ? node.querySelector('summary') : node);
  const step = by => {
    const stops = all('[data-stop]').filter(node => handle(node).checkVisibility());
    const here = document.activeElement && document.activeElement.closest('[data-stop]');
    let at = stops.indexOf(here);
    if (at < 0) {
      const below = stops.findIndex(node => node.getBoundingClientRect().top > 60);
      at = by > 0 ? (below < 0 ? stops.length : below) - 1 : below < 0 ? stops.length : below;
    }
    const next = stops[Math.max(0, Math.min(stops.length - 1, at + by))];
    if (!next) return;
    handle(next).focus({preventScroll: true});
    next.scrollIntoView({block: 'start', behavior: 'instant'});
  };
  const toggle = () => {
    const here = document.activeElement && document.activeElement.closest('[data-stop]');
    if (!here) return;
    if (here.tagName === 'DETAILS') { here.open = !here.open; handle(here).focus(); return; }
    const inside = all('details', here);
    const open = inside.some(node => !node.open);
    inside.forEach(node => { node.open = open; });
  };
  addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
    if (event.target === filter) {
      if (event.key === 'Escape') { filter.value = ''; sift(); filter.blur(); }
      return;
    }
    const acts = {
      j: () => step(1), k: () => step(-1), o: toggle, '?': () => keys.showModal(),
      '/': () => { filter.focus(); filter.select(); },
      Enter: () => { if (document.activeElement.matches('article[data-stop]')) toggle(); else return true; },
    };
    if (Object.hasOwn(acts, event.key) && !acts[event.key]()) event.preventDefault();
  });
  reveal();
})();
