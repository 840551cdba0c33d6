'use strict';
// Adds to pages that are whole without it: sorting, searching, stepping, copying. It reads the
// page and never writes markup. It stands in the head, so that the sheet knows of it at once.
const root = document.documentElement.classList;
root.add('js');
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const byId = (id) => document.getElementById(id);
const say = (text) => { byId('say').textContent = text; };

/* ---- index: sort, filter, show a part of a long list ---- */
const PART = 200;
let table = null;

// Only the rows that are shown are in the page: ten thousand would make it slow.
function startIndex() {
  const rows = [...table.rows];
  const words = new Map(rows.map((row) => [row, row.cells[0].textContent.toLowerCase()]));
  const search = byId('q');
  const boxes = all('.index .families input');
  const onlyNew = byId('i-new');
  const more = document.querySelector('[data-do=more]');
  let ordered = rows;
  let limit = PART;

  function show() {
    const wanted = search.value.trim().toLowerCase();
    const families = boxes.filter((box) => box.checked).map((box) => box.dataset.family);
    const every = families.length === boxes.length;
    const found = ordered.filter((row) => words.get(row).includes(wanted)
      && (!onlyNew?.checked || 'new' in row.dataset)
      && (every || families.some((family) => family in row.dataset)));
    table.replaceChildren(...found.slice(0, limit));
    more.hidden = found.length <= limit;
    const text = found.length === rows.length ? '' : `${found.length} of ${rows.length} articles`;
    byId('shown').textContent = text;
    return text;
  }

  function valueOf(row, column) {
    const cell = row.cells[column];
    if (column === 0) return cell.firstElementChild.textContent;
    const value = parseFloat(cell.textContent.replaceAll(',', ''));
    return Number.isNaN(value) ? -1 : value;
  }

  function sortBy(header) {
    const column = header.cellIndex;
    const falling = column ? header.getAttribute('aria-sort') !== 'descending'
      : header.getAttribute('aria-sort') === 'ascending';
    all('.index thead th').forEach((other) => other.removeAttribute('aria-sort'));
    header.setAttribute('aria-sort', falling ? 'descending' : 'ascending');
    const compare = column ? (a, b) => a - b
      : new Intl.Collator(undefined, {numeric: true}).compare;
    const sign = falling ? -1 : 1;
    const keys = new Map(rows.map((row) => [row, valueOf(row, column)]));
    ordered = [...rows].sort((a, b) => sign * compare(keys.get(a), keys.get(b)));
    limit = PART;
    show();
    say(`Sorted by ${header.textContent}, ${falling ? 'falling' : 'rising'}`);
  }

  function showUpTo(count) {
    limit = count;
    show();
  }

  for (const header of all('.index thead th')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener('click', () => sortBy(header));
  }
  document.querySelector('.tools').addEventListener('input', () => { limit = PART; say(show()); });
  more.addEventListener('click', () => {
    const next = limit;
    showUpTo(limit + PART);
    table.rows[next].querySelector('a')?.focus();
  });
  addEventListener('beforeprint', () => showUpTo(rows.length));
  addEventListener('afterprint', () => showUpTo(PART));
  show();
}

/* ---- article: step through findings ---- */
let current = null;
let opened = null; // the card that stepping opened: it closes again when the reader steps on
let lit = []; // the current card and its marks
let hidden = []; // selectors of the cards that the sheet hides now: asking it costs seconds
let shown = null; // the other cards, until a filter changes that
let marks = null; // by the id of their card
const isShown = (element) => element.checkVisibility();

function marksOf(card) {
  if (!marks) {
    marks = new Map();
    for (const mark of all('.m, .fix')) {
      const id = mark.dataset.f ?? mark.hash?.slice(1);
      if (marks.has(id)) marks.get(id).push(mark);
      else marks.set(id, [mark]);
    }
  }
  return marks.get(card.id) ?? [];
}

// The card to step from: the current one, else the first of the paragraph in mid-window.
function placeOf(cards, way) {
  const at = cards.indexOf(current);
  if (at >= 0) return at;
  if (scrollY < 50) return way > 0 ? -1 : 0;
  const row = all('.row').findLast((one) => one.getBoundingClientRect().top < innerHeight / 2);
  const next = row ? cards.findIndex((card) => row.contains(card) || isAfter(row, card)) : 0;
  return (next < 0 ? cards.length : next) - (way > 0 ? 1 : 0);
}

const isAfter = (one, other) => Boolean(
  one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);

function step(way) {
  const cards = (shown ??= all(`.card${hidden.map((one) => `:not(${one})`).join('')}`));
  if (!cards.length) { say('No findings are shown'); return; }
  const next = (placeOf(cards, way) + way + cards.length) % cards.length;
  if (opened && opened !== cards[next]) opened.open = false;
  opened = cards[next].open ? null : cards[next];
  choose(cards[next]);
  cards[next].querySelector('summary').focus({preventScroll: true});
  cards[next].scrollIntoView({block: 'center'});
  byId('where').textContent = `${next + 1} of ${cards.length}`;
  say(`Finding ${next + 1} of ${cards.length}`);
}

function choose(card) {
  lit.forEach((element) => element.classList.remove('on'));
  lit = [card, ...marksOf(card)];
  current = card;
  card.open = true;
  lit.forEach((element) => element.classList.add('on'));
}

function openTarget() {
  shown = null; // a card that is led to is shown, whatever the text
  const target = location.hash.length > 1 && byId(location.hash.slice(1));
  if (!target) return;
  if (target.matches('.card')) choose(target);
  // Words that the repaired reading does not show: their paragraph is the place.
  if (!isShown(target)) target.closest('.row').scrollIntoView();
}

/* ---- article: an open card's reason and buttons, made when it opens ---- */
function makeButton(label, act) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn';
  button.textContent = label;
  button.addEventListener('click', () => act(button));
  return button;
}

function furnish(card) {
  if (!card.open || card.querySelector('.pair')) return;
  const source = card.querySelector('.src');
  const buttons = document.createElement('p');
  buttons.className = 'pair';
  if (card.querySelector('summary ins')) buttons.append(makeButton('Copy rewrite', () => copyRewrite(card)));
  if (card.matches('.applied')) furnishChoices(card, buttons);
  source.before(buttons);
  const link = source.querySelector('a[href^="#r"]');
  if (link) {
    const why = document.createElement('div');
    why.className = 'why';
    why.append(...byId(link.hash.slice(1)).nextElementSibling.cloneNode(true).childNodes);
    source.before(why);
    link.nextSibling.remove();
    link.remove();
  }
  buttons.append(makeButton('Copy suppression', () => copySuppression(card)));
}

// What puts the finding aside: the page's pattern with the card's rule and words in it.
function copySuppression(card) {
  const quote = card.dataset.q ?? card.querySelector('summary bdi')?.textContent ?? '';
  const quoted = JSON.stringify(quote).replaceAll('\x7f', '\\u007F');
  const rule = card.querySelector('.src code').textContent;
  const text = byId(card.dataset.s ?? 's1').textContent
    .replace('RULE', () => rule).replace('"QUOTE"', () => quoted);
  if (!card.querySelector('pre')) {
    const shown = document.createElement('pre');
    shown.textContent = text;
    card.querySelector('.body').append(shown);
  }
  copyText(text, 'Suppression copied: say why in the place of its reason');
}

/* ---- article: the repaired text, with the words that the editor chose ---- */
const choices = new Map(); // by card: the words that stand in the repaired text now
const rewrites = (card) => all(`.fix[href="#${card.id}"]`);

function furnishChoices(card, buttons) {
  const words = all('.body ins', card).map((one) => one.textContent);
  const proposed = card.querySelector('summary ins');
  const every = [proposed ? proposed.textContent : '', ...words];
  const made = every.map((one) => makeButton(one ? `Use “${one}”` : 'Delete them', () => use(one)));
  made.push(makeButton('Keep the old words', () => use(null)));
  function use(wanted) {
    setWords(card, wanted, every[0]);
    [...every, null].forEach((one, index) => {
      made[index].setAttribute('aria-pressed', String(one === wanted));
    });
    say(wanted === null ? 'The old words stay' : wanted ? `The repaired text has “${wanted}”` : 'Deleted');
  }
  made.forEach((button, index) => button.setAttribute('aria-pressed', String(index === 0)));
  buttons.append(...made);
}

// The last rewrite of a card is of its own words; one before it is an "a" or "an" that follows.
function setWords(card, wanted, first) {
  const pieces = rewrites(card);
  const sound = (words) => /^[aeiou]/i.test(words);
  pieces.forEach((piece, index) => {
    piece.dataset.now ??= piece.textContent;
    const own = index === pieces.length - 1;
    const old = wanted === null || (!own && sound(wanted) !== sound(first));
    piece.textContent = old ? piece.dataset.was : own ? wanted : piece.dataset.now;
    piece.classList.toggle('kept', old);
    if (piece.textContent) piece.removeAttribute('aria-label');
    else piece.setAttribute('aria-label', 'deleted');
  });
  choices.set(card.id, wanted);
}

function repairedText() {
  let text = '';
  let before = null;
  for (const row of all('.row')) {
    const block = row.querySelector('.fixed') || row.querySelector('.text');
    const code = row.matches('.code');
    const words = code ? block.textContent : block.textContent.replace(/[ \t]+/g, ' ').trim();
    if (!words) continue;
    const item = row.matches('.item');
    if (before) text += item && before.matches('.item') ? '\n' : '\n\n';
    text += item ? `- ${words}` : words;
    before = row;
  }
  return `${text}\n`;
}

async function copyText(text, news) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand('copy');
    field.remove();
  }
  say(news);
}

function copyRewrite(card) {
  const words = card && card.querySelector('summary ins');
  if (words) copyText(words.textContent, 'Rewrite copied');
}

function download(name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([repairedText()], {type: 'text/plain;charset=utf-8'}));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  say(`Saved as ${name}`);
}

// Another reading has other heights: keep the paragraph that the reader is at in its place.
function keepPlace() {
  const limit = document.querySelector('.bar').getBoundingClientRect().bottom;
  const row = all('.row').find((one) => one.getBoundingClientRect().bottom > limit);
  if (!row || scrollY < 50) return () => {};
  const top = row.getBoundingClientRect().top;
  return () => scrollBy({top: row.getBoundingClientRect().top - top, behavior: 'instant'});
}

// What the page's switches say, as classes of the root: the sheet goes by them.
function obey() {
  const on = (id) => byId(id)?.checked === true;
  const families = ['garble', 'claim', 'readability', 'language', 'other'];
  const off = families.filter((family) => byId(`x-${family}`)?.checked === false);
  const rewritten = on('x-repaired') || on('x-both');
  for (const family of families) root.toggle(`no-${family}`, off.includes(family));
  for (const part of ['must', 'new']) root.toggle(`only-${part}`, on(`x-${part}`));
  for (const reading of ['repaired', 'both']) root.toggle(`as-${reading}`, on(`x-${reading}`));
  root.toggle('as-it-is', !rewritten);
  hidden = off.map((family) => `.k-${family}`);
  if (on('x-must')) hidden.push(':not(.error)');
  if (on('x-new')) hidden.push('.known');
  if (rewritten) hidden.push('.applied:not(:target)');
  shown = null;
  if (byId('where')) byId('where').textContent = '';
}

function startReading() {
  const reading = document.querySelector('.reading');
  if (!reading) return;
  let restore = () => {};
  const remember = () => { restore = keepPlace(); };
  reading.addEventListener('pointerdown', remember);
  reading.addEventListener('keydown', remember);
  reading.addEventListener('change', (event) => {
    restore();
    say(`Text shown: ${event.target.parentNode.textContent.trim()}`);
  });
  addEventListener('beforeunload', (event) => { if (choices.size) event.preventDefault(); });
}

function startArticle() {
  obey();
  document.addEventListener('change', obey, true); // before who looks at the page as it then is
  addEventListener('pageshow', obey); // browsers put switches back as they were
  byId('content').addEventListener('click', (event) => {
    if (event.target.closest('a') || !getSelection().isCollapsed) return;
    const mark = event.target.closest('.m[data-f]');
    if (mark) location.hash = mark.dataset.f;
  });
  byId('content').addEventListener('focusin', (event) => {
    const card = event.target.closest('.card');
    if (card) current = card;
  });
  document.addEventListener('toggle', (event) => {
    if (event.target.matches('.card')) furnish(event.target);
  }, true);
  all('.card[open]').forEach(furnish);
  addEventListener('hashchange', openTarget);
  addEventListener('beforeprint', () => all('details:not(.applied)').forEach((one) => { one.open = true; }));
  openTarget();
  startReading();
}

/* ---- both pages: buttons and keys ---- */
const actions = {
  next: () => step(1),
  previous: () => step(-1),
  copy: () => copyRewrite(current),
  'copy-text': () => { copyText(repairedText(), 'Repaired text copied'); choices.clear(); },
  download: (button) => { download(button.dataset.name); choices.clear(); },
  help: () => byId('help').showModal(),
  close: () => byId('help').close(),
  search: () => byId('q').focus(),
};

function startKeys() {
  const help = byId('help');
  const useKeys = byId('keys');
  const keys = table ? {'/': 'search', '?': 'help'}
    : {n: 'next', p: 'previous', c: 'copy', '?': 'help'};
  document.addEventListener('keydown', (event) => {
    const what = keys[event.key];
    if (!what || !useKeys.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (help.open || event.target.matches('input:not([type=checkbox], [type=radio]), textarea, select')) return;
    event.preventDefault();
    actions[what]();
  });
  try {
    useKeys.checked = localStorage.getItem('audit-keys') !== 'off';
    useKeys.addEventListener('change', () => {
      localStorage.setItem('audit-keys', useKeys.checked ? 'on' : 'off');
    });
  } catch { /* a page from a file may have no storage: the switch then holds for this page */ }
}

document.addEventListener('DOMContentLoaded', () => {
  table = document.querySelector('.index tbody');
  for (const button of all('[data-do]')) {
    const act = actions[button.dataset.do];
    if (act) button.addEventListener('click', () => act(button));
  }
  startKeys();
  if (table) startIndex();
  else startArticle();
});
