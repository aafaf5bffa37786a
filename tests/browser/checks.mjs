// What holds of a blank checklist in every language, besides what holds of every page. A check gets
// { browser, file, language, program } and throws what is wrong.
import assert from 'node:assert/strict';
import { accessible, common, NARROW, open } from './page.mjs';
import { readPdf } from './print.mjs';
import { textsOf } from './program.mjs';

const check = { ...common };
export const checks = check;

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
    face: getComputedStyle(document.documentElement).fontFamily.match(/Noto Sans CJK (..)/)?.[1],
    title: document.title,
    headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((heading) => [Number(heading.localName[1]), heading.textContent.trim()]),
    landmarks: ['header', 'nav', 'main', 'footer', '[role=search]'].map((name) => document.querySelectorAll(name).length),
    tags: [...document.querySelectorAll('[lang]')].map((element) => element.lang),
    left: document.body.innerHTML.match(/\{\d|xml:lang|xmlns/g),
  }));
  assert.equal(found.lang, job.language);
  assert.equal(found.face, { ja: 'JP', 'zh-Hans': 'SC', 'zh-Hant': 'TC' }[job.language]);
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
  const changes = (textsOf(job.program.id, job.language).replace(/<catalog[^>]*>/, '').match(/xml:lang="[^"]*"/g) ?? []).length;
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
  assert.ok(program.items.length && program.documents.length && parts.some(({ boxes }) => boxes), 'the definition was not read');
  assert.equal(rows.length, parts.length);
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

check['narrow: cells say their column, and tables stay tables'] = async (job) => open(job, { viewport: NARROW }, async (page) => {
  const cell = page.locator('tbody td.applies').first();
  assert.ok(await cell.locator('.label').isVisible());
  assert.equal(await page.locator('.contents a').first().isVisible(), false, 'the contents are open');
  await page.click('.contents summary');
  assert.ok(await page.locator('.contents a').first().isVisible());
  assert.ok(await page.getByRole('rowheader').count() >= job.program.items.length);
  assert.ok(await page.getByRole('cell').count() >= 2 * job.program.items.length);
});

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
    all: [...document.querySelectorAll('a.number')].map((link) => link.textContent),
  }));
  const printed = readPdf(await page.pdf({ preferCSSPageSize: true, tagged: true, outline: true }));
  for (const { width, height } of printed) {
    assert.ok(Math.abs(width - 595) < 2 && Math.abs(height - 842) < 2, `a page of ${width} × ${height}`);
  }
  const plain = (text) => text.normalize('NFKC').replace(/[\s\u00ad-]+/g, '');
  /* the pages on which an item of this section begins, by numbers that no other section has */
  const own = words.items.filter((number) => words.all.indexOf(number) === words.all.lastIndexOf(number));
  const has = (text, number) => new RegExp(`(?<![\\d.])${number.replace('.', '\\.')}(?![\\d.])`).test(text);
  const first = printed.findIndex(({ text }) => plain(text).includes(plain(words.head[1])) && has(text, own[0]));
  const last = printed.findLastIndex(({ text }) => plain(text).includes(plain(words.head[1])) && has(text, own.at(-1)));
  assert.ok(first >= 0 && last > first + 1, `${own[0]} on ${first}, ${own.at(-1)} on ${last}`);
  for (let i = first; i <= last; i += 1) {
    for (const word of words.head) assert.ok(plain(printed[i].text).includes(plain(word)), `page ${i + 1} lacks the head "${word}"`);
  }
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.side, .tools, .skip, .up').filter({ visible: true }).count(), 0, 'what is for the screen is printed');
});
