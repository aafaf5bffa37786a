// A page in the browser: opening it, looking at it; and what holds of every page, checklist or report.
// A check gets { browser, file, language, limit: how many bytes it may have, long: whether it is, … } and throws what is wrong.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { HtmlValidate } from 'html-validate';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 360, height: 740 };

/** Opens the page in a context of its own, hands it to `use`, and fails on any request, console message or error. */
export async function open({ browser, file }, options, use) {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce', ...options });
  const trouble = [];
  try {
    const page = await context.newPage();
    const address = pathToFileURL(file).href;
    page.on('request', (request) => { if (request.url() !== address) trouble.push(`request: ${request.url()}`); });
    page.on('console', (message) => trouble.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
    await page.goto(address);
    await use(page);
    assert.deepEqual(trouble, []);
  } finally {
    await context.close();
  }
}

/** Evaluated by the debugger, axe is no script of the page, whose policy would stop it. */
export async function accessible(page, what) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  assert.ok(passes.length > 30, `axe checked only ${passes.length} rules`);
  const said = violations.map(({ id, help, nodes }) => `${what}: ${id}: ${help}\n  ${nodes.slice(0, 5).map(({ html }) => html.slice(0, 160)).join('\n  ')}`);
  assert.equal(said.length, 0, said.join('\n'));
}

export const overflow = (page) => page.evaluate(() => {
  const wide = document.documentElement.clientWidth;
  /* on narrow screens heads are there for screen readers only; a frame that scrolls may hold more than it shows */
  const shown = [...document.querySelectorAll('body *')].filter((element) => {
    const head = element.closest('thead');
    const frame = element.parentElement.closest('.scroll');
    return element.getBoundingClientRect().width > 1 && !(head && head.clientWidth === 1) && !element.closest('svg *')
      && !(frame && getComputedStyle(frame).overflowX === 'auto');
  });
  const out = shown.filter((element) => element.getBoundingClientRect().right > wide + 0.5 || element.getBoundingClientRect().left < -0.5);
  /* the space between scripts may hang at the end of a line */
  const full = shown.filter((element) => getComputedStyle(element).overflowX !== 'auto' && element.clientWidth && element.scrollWidth > element.clientWidth + 4);
  return [...out, ...full].map((element) => element.outerHTML.slice(0, 120));
});

/** Presses Tab until the page is left; returns what had the focus. */
export async function tabs(page) {
  const seen = [];
  for (let i = 0; i < 4000; i += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      return {
        index: [...document.querySelectorAll('*')].indexOf(element),
        what: element.outerHTML.slice(0, 100),
        shown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
        outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0,
      };
    });
    if (!at || (seen.length && at.index === seen[0].index)) break;
    seen.push(at);
  }
  return seen;
}


const check = {};
/** What holds of every page. */
export const common = check;

check['valid HTML'] = async ({ file }) => {
  const validator = new HtmlValidate({
    root: true,
    extends: ['html-validate:standard'],
    rules: {
      // what a serializer writes, not a person
      'long-title': 'off', 'no-inline-style': 'error', 'attribute-boolean-style': 'off', 'void-style': 'off', 'no-trailing-whitespace': 'off',
      'element-permitted-content': 'error', 'no-dup-id': 'error',
      // names of items have dots
      'valid-id': ['error', { relaxed: true }],
      // a search form needs no button to send it: it is done while one types
      'wcag/h32': 'off',
    },
  });
  const report = await validator.validateString(readFileSync(file, 'utf8'), file);
  const said = report.results.flatMap(({ messages }) => messages.map(({ ruleId, message, line, column }) => `${line}:${column} ${ruleId}: ${message}`));
  assert.equal(said.length, 0, said.join('\n'));
};

check['asks for nothing, says nothing, obeys its policy'] = async (job) => {
  const source = readFileSync(job.file, 'utf8');
  assert.match(source, /^<!DOCTYPE html>\n/i);
  assert.match(source, /default-src 'none'/);
  assert.doesNotMatch(source, /unsafe-inline|<(?:img|link|iframe|object|embed)\b|\sstyle=|\son[a-z]+="|url\(|@import/i);
  assert.ok(statSync(job.file).size < job.limit, `larger than ${job.limit} bytes`);
  await open(job, {}, async (page) => {
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.skip')).position), 'absolute', 'the style is off');
    assert.equal(await page.evaluate(() => document.querySelector('.tools').hidden), false, 'the script is off');
  });
};

check['accessible, light and dark, wide and narrow'] = async (job) => {
  /* axe takes its time for a long page: each of the four once */
  const looks = job.long ? [['light', WIDE], ['dark', NARROW]] : [['light', WIDE], ['light', NARROW], ['dark', WIDE], ['dark', NARROW]];
  for (const [colorScheme, viewport] of looks) {
    await open(job, { colorScheme, viewport }, (page) => accessible(page, `${colorScheme} ${viewport.width}`));
  }
};

check['every header cell has a scope and every link leads somewhere'] = async (job) => open(job, {}, async (page) => {
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('th:not([scope]), table:not(:has(> caption))')].map((e) => e.outerHTML.slice(0, 80))), []);
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')]
    .filter((link) => !document.getElementById(link.hash.slice(1))).map((link) => link.href)), []);
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('a:not([href^="#"])')].map((link) => link.protocol)
    .filter((protocol) => !['https:', 'mailto:'].includes(protocol))), []);
  const columns = await page.evaluate(() => [...document.querySelectorAll('table')].map((table) => {
    const width = (row) => [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0);
    return [table.querySelectorAll('col').length, width(table.tHead.rows[0]), ...[...table.tBodies].flatMap(({ rows }) => [...rows].map(width))];
  }));
  for (const widths of columns) assert.equal(new Set(widths).size, 1, `columns: ${widths}`);
});

check['keyboard: skip link first, then all there is, in order and visible'] = async (job) => open(job, {}, async (page) => {
  const seen = await tabs(page);
  assert.match(seen[0].what, /class="skip"/);
  for (const { shown, outlined, what } of seen) {
    assert.ok(shown, `has the focus out of sight: ${what}`);
    assert.ok(outlined, `has the focus and does not show it: ${what}`);
  }
  const order = seen.map(({ index }) => index);
  assert.deepEqual(order, [...order].sort((a, b) => a - b), 'the focus jumps');
  const reachable = await page.evaluate(() => {
    const every = [...document.querySelectorAll('*')];
    return every.filter((element) => element.matches('a[href], button, input, select, summary') && element.checkVisibility()
      && !(element.type === 'radio' && !element.checked)).map((element) => every.indexOf(element));
  });
  assert.deepEqual(reachable.filter((index) => !order.includes(index)), []);

  await page.goto(page.url());
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.activeElement.closest('main')), 'after the skip link comes the text');
});

check['nothing sticks out, from 320 to 1280 pixels wide'] = async (job) => {
  /* on both sides of where a page is laid out anew */
  for (const width of job.long ? [320, 959, 1055, 1056, 1248] : [320, 360, 768, 960, 1247, 1248, 1280]) {
    await open(job, { viewport: { width, height: 800 } }, async (page) => {
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `scrolls sideways at ${width}`);
      assert.deepEqual(await overflow(page), [], `at ${width}`);
    });
  }
};

check['appearance: chosen, remembered, and back to the system\'s'] = async (job) => {
  const dark = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await open(job, { colorScheme: 'light' }, async (page) => {
    const paper = await dark(page);
    assert.equal(paper, 'rgb(255, 255, 255)');
    await page.selectOption('#theme', 'dark');
    assert.notEqual(await dark(page), paper);
    if (!job.long) await accessible(page, 'dark by choice');
    await page.reload();
    assert.notEqual(await dark(page), paper, 'forgotten');
    assert.equal(await page.inputValue('#theme'), 'dark');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await dark(page), paper, 'prints dark');
    await page.emulateMedia({ media: 'screen' });
    await page.selectOption('#theme', '');
    assert.equal(await dark(page), paper);
    await page.reload();
    assert.equal(await page.inputValue('#theme'), '');
  });
};

