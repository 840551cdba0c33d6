'use strict';
// Adds to pages that are whole without it: sorting, filtering, stepping, copying, keys.
document.documentElement.classList.add('js');
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const one = (selector) => document.querySelector(selector);
const say = one('#say');

// Index: sort by any header, filter by words and families.
const rows = one('#list tbody');
if (rows) {
  const heads = all('#list thead th');
  heads.forEach((head) => head.querySelector('button').addEventListener('click', () => {
    const way = head.getAttribute('aria-sort') === 'descending' ? 'ascending' : 'descending';
    heads.forEach((other) => other.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', way);
    const key = (row) => row.cells[head.cellIndex].dataset.v;
    const sign = way === 'descending' ? -1 : 1;
    rows.append(...[...rows.rows].sort(
      (a, b) => sign * key(a).localeCompare(key(b), undefined, {numeric: true})));
    say.textContent = `Sorted by ${head.textContent.trim()}, ${way}`;
  }));
  const search = one('#q');
  const filter = () => {
    const words = search.value.toLowerCase();
    const boxes = all('#list .chips input');
    const families = boxes.filter((box) => box.checked).map((box) => box.dataset.fam);
    let shown = 0;
    for (const row of rows.rows) {
      const wanted = families.length === boxes.length || row.dataset.problem ||
        families.some((family) => Number(row.dataset[family]) > 0);
      row.hidden = !(wanted && row.textContent.toLowerCase().includes(words));
      shown += row.hidden ? 0 : 1;
    }
    one('#shown').textContent = `${shown} of ${rows.rows.length}`;
  };
  one('#list .tools').addEventListener('input', filter);
}

// Article: step through the findings that are shown, from where the reader is.
const cards = all('.card');
let current = null;
const visible = () => cards.filter((card) => card.offsetParent !== null);

function show(card) {
  const shown = visible();
  all('.on').forEach((element) => element.classList.remove('on'));
  current = card;
  card.open = true;
  card.classList.add('on');
  all(`.m[href="#${card.id}"], .m[data-f="${card.id.slice(1)}"]`)
    .forEach((mark) => mark.classList.add('on'));
  card.querySelector('summary').focus({preventScroll: true});
  card.scrollIntoView({block: 'center'});
  const place = `${shown.indexOf(card) + 1} of ${shown.length}`;
  one('#where').textContent = place;
  say.textContent = `Finding ${place}`;
}

function step(by) {
  const shown = visible();
  if (!shown.length) { say.textContent = 'No finding is shown'; return; }
  const at = shown.indexOf(current);
  if (at >= 0) { show(shown[(at + by + shown.length) % shown.length]); return; }
  const below = shown.findIndex((card) => card.getBoundingClientRect().top > 0);
  if (by > 0) show(shown[below < 0 ? 0 : below]);
  else show(shown[(below <= 0 ? shown.length : below) - 1]);
}

async function copy(card) {
  const words = card && card.querySelector('ins');
  if (!words) { say.textContent = 'This finding has no rewrite'; return; }
  try {
    await navigator.clipboard.writeText(words.textContent);
  } catch {
    const selection = getSelection();
    selection.selectAllChildren(words);
    document.execCommand('copy');
    selection.removeAllRanges();
  }
  say.textContent = 'Rewrite copied';
}

const help = one('#help');
const acts = {
  next: () => step(1),
  prev: () => step(-1),
  copy: (button) => copy(button.closest('.card')),
  help: () => help.showModal(),
};
all('[data-do]').forEach((button) =>
  button.addEventListener('click', () => acts[button.dataset.do](button)));

document.addEventListener('keydown', (event) => {
  const typing = event.target.matches('input:not([type=checkbox]), textarea, select');
  if (!one('#keys').checked || typing || help.open) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'n' && cards.length) step(1);
  else if (event.key === 'p' && cards.length) step(-1);
  else if (event.key === 'c' && current) copy(current);
  else if (event.key === '?') help.showModal();
  else if (event.key === '/' && one('#q')) { event.preventDefault(); one('#q').focus(); }
});

function openTarget() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id && document.getElementById(id);
  if (target && target.matches('details')) show(target);
}
addEventListener('hashchange', openTarget);
openTarget();
addEventListener('beforeprint', () => cards.forEach((card) => { card.open = true; }));
