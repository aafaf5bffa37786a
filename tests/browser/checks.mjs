// What holds of a page in every language. A check gets { browser, file, language, program } and throws what is wrong.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { HtmlValidate } from 'html-validate';
import { readPdf } from './print.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 740 };

/** Opens the page in a context of its own, hands it to `use`, and fails on any request, console message or error. */
async function open({ browser, file }, options, use) {
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
async function accessible(page, what) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  assert.ok(passes.length > 30, `axe checked only ${passes.length} rules`);
  const said = violations.map(({ id, help, nodes }) => `${what}: ${id}: ${help}\n  ${nodes.slice(0, 5).map(({ html }) => html.slice(0, 160)).join('\n  ')}`);
  assert.equal(said.length, 0, said.join('\n'));
}

const overflow = (page) => page.evaluate(() => {
  const wide = document.documentElement.clientWidth;
  /* on narrow screens heads are there for screen readers only */
  const shown = [...document.querySelectorAll('body *')].filter((element) => {
    const head = element.closest('thead');
    return element.getBoundingClientRect().width > 1 && !(head && head.clientWidth === 1);
  });
  const out = shown.filter((element) => element.getBoundingClientRect().right > wide + 0.5);
  /* the space between scripts may hang at the end of a line */
  const full = shown.filter((element) => element.clientWidth && element.scrollWidth > element.clientWidth + 4);
  return [...out, ...full].map((element) => element.outerHTML.slice(0, 120));
});

/** Presses Tab until the page is left; returns what had the focus. */
async function tabs(page) {
  const seen = [];
  for (let i = 0; i < 400; i += 1) {
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
export const checks = check;

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
  assert.ok(statSync(job.file).size < 200_000, 'larger than 200 kB');
  await open(job, {}, async (page) => {
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.skip')).position), 'absolute', 'the style is off');
    assert.equal(await page.evaluate(() => document.querySelector('.filter').hidden), false, 'the script is off');
  });
};

check['accessible, light and dark, wide and narrow'] = async (job) => {
  for (const colorScheme of ['light', 'dark']) {
    for (const viewport of [WIDE, NARROW]) {
      await open(job, { colorScheme, viewport }, (page) => accessible(page, `${colorScheme} ${viewport.width}`));
    }
  }
};

check['accessible while filtered, with forced colours, without script'] = async (job) => {
  await open(job, {}, async (page) => {
    await page.fill('#search', 'iam');
    await page.check('[name=model] >> nth=1');
    await page.waitForFunction(() => document.getElementById('found').textContent);
    await accessible(page, 'filtered');
  });
  await open(job, { forcedColors: 'active' }, (page) => accessible(page, 'forced colours'));
  await open(job, { javaScriptEnabled: false }, async (page) => {
    assert.equal(await page.locator('.filter, .tools').filter({ visible: true }).count(), 0, 'what needs the script is shown without it');
    assert.ok(await page.locator('.contents a').first().isVisible());
  });
};

check['language, title, headings and landmarks'] = async (job) => open(job, {}, async (page) => {
  const found = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title,
    headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((heading) => [Number(heading.localName[1]), heading.textContent.trim()]),
    landmarks: ['header', 'nav', 'main', 'footer', '[role=search]'].map((name) => document.querySelectorAll(name).length),
    tags: [...document.querySelectorAll('[lang]')].map((element) => element.lang),
    left: document.body.innerHTML.match(/\{\d|xml:lang|xmlns/g),
  }));
  assert.equal(found.lang, job.language);
  assert.ok(found.title.length > 10);
  assert.deepEqual(found.landmarks, [1, 1, 1, 1, 1]);
  assert.equal(found.headings.filter(([level]) => level === 1).length, 1);
  assert.equal(found.left, null);
  found.headings.reduce((before, [level, text]) => {
    assert.ok(text, 'an empty heading');
    assert.ok(level <= before + 1, `a gap before "${text}"`);
    return level;
  }, 0);
  for (const tag of found.tags) assert.equal(Intl.getCanonicalLocales(tag)[0], tag);
  const catalog = readFileSync(new URL(`../../locales/${job.language}/${job.program.id}.xml`, import.meta.url), 'utf8');
  const changes = (catalog.replace(/<!--.*?-->/gs, '').replace(/<catalog[^>]*>/, '').match(/xml:lang="[^"]*"/g) ?? []).length;
  assert.ok(found.tags.length - 1 >= changes, `${changes} changes of language, ${found.tags.length - 1} on the page`);
});

check['every item, document, number, box, line and applicability of the program'] = async (job) => open(job, {}, async (page) => {
  const { program } = job;
  const rows = await page.evaluate(() => [...document.querySelectorAll('tbody tr')].map((row) => ({
    anchor: row.id,
    number: row.querySelector('a.number')?.textContent,
    permalink: row.querySelector('a.number')?.getAttribute('href'),
    title: row.querySelector('th[scope=row] .title').textContent.trim(),
    requirement: row.querySelector('td.requirement').textContent.trim(),
    applies: Object.fromEntries([...row.querySelectorAll('td.applies')].map((cell) => [cell.dataset.model, cell.dataset.value])),
    words: [...row.querySelectorAll('td.applies .value')].map((cell) => cell.textContent.trim()),
    boxes: row.querySelectorAll('.options .box').length,
    lines: row.querySelectorAll('.line').length,
    ticks: row.querySelectorAll('td.met .box').length,
  })));
  const parts = [...program.documents, ...program.items];
  assert.equal(program.items.length, 60);
  assert.equal(rows.length, parts.length);
  assert.equal(rows.reduce((sum, { boxes }) => sum + boxes, 0), 13);
  assert.equal(new Set(await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id))).size,
    await page.locator('[id]').count());
  for (const wanted of parts) {
    const row = rows.find(({ anchor }) => anchor === wanted.anchor);
    assert.ok(row, `${wanted.anchor} is missing`);
    const { title, requirement, ticks, words, permalink, ...rest } = row;
    assert.deepEqual(rest, wanted, wanted.anchor);
    assert.ok(title && requirement, `${wanted.anchor} lacks words`);
    assert.equal(ticks, 2);
    assert.equal(permalink, wanted.number && `#${wanted.anchor}`);
    assert.ok(words.every((word) => word), `${wanted.anchor} lacks an applicability`);
  }
  const anchors = [...program.sections.map(({ anchor }) => anchor), ...program.resources, ...program.categories];
  assert.deepEqual(await page.evaluate((names) => names.filter((name) => !document.getElementById(name)), anchors), []);
  assert.equal(await page.locator('.steps > li').count(), program.steps);
  assert.ok(await page.locator(`a[href="mailto:${program.inbox}"]`).count() >= 2);
  assert.ok(await page.locator(`a[href="${program.portal}"]`).count() >= 1);
});

check['every header cell has a scope and every link leads somewhere'] = async (job) => open(job, {}, async (page) => {
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('th:not([scope]), table:not(:has(> caption))')].map((e) => e.outerHTML.slice(0, 80))), []);
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('a[href^="#"]')]
    .filter((link) => !document.getElementById(link.hash.slice(1))).map((link) => link.href)), []);
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('a:not([href^="#"])')].map((link) => link.protocol)
    .filter((protocol) => !['https:', 'mailto:'].includes(protocol))), []);
  const columns = await page.evaluate(() => [...document.querySelectorAll('table')].map((table) => {
    const width = (row) => [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0);
    return [table.querySelectorAll('col').length, width(table.tHead.rows[0]), ...[...table.tBodies[0].rows].map(width)];
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
  for (const width of [320, 360, 768, 960, 1247, 1248, 1280]) {
    await open(job, { viewport: { width, height: 800 } }, async (page) => {
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `scrolls sideways at ${width}`);
      assert.deepEqual(await overflow(page), [], `at ${width}`);
    });
  }
};

check['narrow: cells say their column, and tables stay tables'] = async (job) => open(job, { viewport: NARROW }, async (page) => {
  const cell = page.locator('tbody td.applies').first();
  assert.ok(await cell.locator('.label').isVisible());
  assert.equal(await page.locator('.contents a').first().isVisible(), false, 'the contents are open');
  await page.click('.contents summary');
  assert.ok(await page.locator('.contents a').first().isVisible());
  assert.ok(await page.getByRole('rowheader').count() >= job.program.items.length);
  assert.ok(await page.getByRole('cell').count() >= 2 * job.program.items.length);
});

check['appearance: chosen, remembered, and back to the system\'s'] = async (job) => {
  const dark = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await open(job, { colorScheme: 'light' }, async (page) => {
    const paper = await dark(page);
    assert.equal(paper, 'rgb(255, 255, 255)');
    await page.selectOption('#theme', 'dark');
    assert.notEqual(await dark(page), paper);
    await accessible(page, 'dark by choice');
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

check['filter: by model and by words, said, linked to and taken back'] = async (job) => open(job, {}, async (page) => {
  const { program } = job;
  const shown = () => page.locator('tbody tr').filter({ visible: true }).count();
  const said = async () => { await page.waitForTimeout(250); return page.textContent('#found'); };
  const total = program.items.length + program.documents.length;
  assert.equal(await shown(), total);
  for (const model of program.models) {
    const wanted = [...program.documents, ...program.items].filter(({ applies }) => (applies[model] ?? 'yes') !== 'no').length;
    await page.check(`[name=model][value=${model}]`);
    assert.match(await said(), new RegExp(`${wanted}.*${total}|${total}.*${wanted}`));
    assert.equal(await shown(), wanted);
    assert.equal(await page.locator('td.applies').filter({ visible: true }).locator('xpath=self::*[@data-value="no"]').count(), 0);
  }
  await page.check('[name=model][value=""]');
  await page.fill('#search', 'ＣＬＯＵＤＴＲＡＩＬ');
  await said();
  const found = await page.evaluate(() => [...document.querySelectorAll('tbody tr:not([hidden])')].map(({ id }) => id));
  assert.ok(found.length >= 3 && found.length < 10 && found.includes('item-security.cloudtrail'), found.join(' '));
  await page.fill('#search', 'qqqqqq');
  assert.ok((await said()).length > 3);
  assert.equal(await shown(), 0);
  await page.click('.contents a[href="#section-reliability"]');
  await page.waitForTimeout(250);
  assert.equal(await shown(), total, 'a link to what is filtered away shows it');
  await page.fill('#search', 'iam');
  await said();
  await page.keyboard.press('Escape');
  await page.waitForTimeout(250);
  assert.equal(await shown(), total);
  assert.equal(await said(), '');
});

check['contents: the current section is marked'] = async (job) => open(job, {}, async (page) => {
  for (const anchor of ['section-reliability', 'introduction']) {
    await page.click(`.contents a[href="#${anchor}"]`);
    await page.waitForFunction((name) => document.querySelector('.contents [aria-current]')?.hash === `#${name}`, anchor, { timeout: 3000 });
    assert.equal(await page.locator('.contents [aria-current]').count(), 1);
  }
});

check['print: A4, light, a head on every page of a table, nothing of the screen'] = async (job) => open(job, { colorScheme: 'dark' }, async (page) => {
  const words = await page.evaluate(() => ({
    head: [...document.querySelectorAll('#section-security thead th')].map((cell) => cell.firstChild.textContent.trim()),
    items: [...document.querySelectorAll('#section-security a.number')].map((link) => link.textContent),
  }));
  const printed = readPdf(await page.pdf({ preferCSSPageSize: true, tagged: true, outline: true }));
  for (const { width, height } of printed) {
    assert.ok(Math.abs(width - 595) < 2 && Math.abs(height - 842) < 2, `a page of ${width} × ${height}`);
  }
  const plain = (text) => text.normalize('NFKC').replace(/[\s\u00ad-]+/g, '');
  /* the pages on which an item of this section begins */
  const first = printed.findIndex(({ text }) => plain(text).includes(plain(words.head[1])) && /\b1\.9\b/.test(text));
  const last = printed.findIndex(({ text }) => /\b1\.28\b/.test(text));
  assert.ok(first >= 0 && last > first + 1, `1.9 on ${first}, 1.28 on ${last}`);
  for (let i = first; i <= last; i += 1) {
    for (const word of words.head) assert.ok(plain(printed[i].text).includes(plain(word)), `page ${i + 1} lacks the head "${word}"`);
  }
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.side, .tools, .skip, .up').filter({ visible: true }).count(), 0, 'what is for the screen is printed');
});
