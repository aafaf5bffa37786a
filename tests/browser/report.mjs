// What holds of a report, besides what holds of every page. A check gets { browser, file, language, program, assessment: the path
// of what it reports on, audience, only, bilingual } and throws what is wrong.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { accessible, common, NARROW, open, overflow } from './page.mjs';
import { readPdf } from './print.mjs';

const check = { ...common };
/** All that holds of a report. */
export const checks = check;

const letters = (text) => text.normalize('NFKC').replace(/[^\p{L}\p{N}]+/gu, '');
const integer = (text) => Number(text.replace(/\D/g, ''));

/** Of the assessment's file: what the checks below compare with. */
function readAssessment(path) {
  const text = readFileSync(path, 'utf8').replace(/<!--.*?-->/gs, '');
  return {
    studies: [...text.matchAll(/<case-study\s+id="([^"]*)"/g)].map(([, id]) => id),
    customers: [...text.matchAll(/<customer>([^<]*)<\/customer>/g)].map(([, name]) => name.replace(/&amp;/g, '&')),
    pieces: [...text.matchAll(/<piece\s+([^>]*)>/g)].map(([, tag]) => /id="([^"]*)"/.exec(tag)[1]),
    audited: /<audit\b/.test(text),
    text,
  };
}

check['report: title, headings, landmarks and languages'] = async (job) => open(job, {}, async (page) => {
  const found = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title,
    headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((heading) => [Number(heading.localName[1]), heading.textContent.trim()]),
    landmarks: ['header', 'nav', 'main', 'footer'].map((name) => document.querySelectorAll(name).length),
    tags: [...document.querySelectorAll('[lang]')].map((element) => element.lang),
    left: document.body.innerHTML.replace(/<svg.*?<\/svg>/gs, '').match(/\{\d|xml:lang=|[\ue000-\uf8ff]/g),
    empty: [...document.querySelectorAll('main p, main li, main dd, main dt, main h3, main th')].filter((element) => !element.textContent.trim())
      .map((element) => element.outerHTML.slice(0, 100)),
  }));
  assert.equal(found.lang, job.language);
  assert.ok(found.title.length > 10);
  assert.deepEqual(found.landmarks, [1, 1, 1, 1]);
  assert.equal(found.headings.filter(([level]) => level === 1).length, 1);
  assert.equal(found.left, null);
  assert.deepEqual(found.empty.filter((tag) => !tag.includes('class="answer"')), []);
  found.headings.reduce((before, [level, text]) => {
    assert.ok(text, 'an empty heading');
    assert.ok(level <= before + 1, `a gap before "${text}"`);
    return level;
  }, 0);
  for (const tag of found.tags) assert.equal(Intl.getCanonicalLocales(tag)[0], tag);
});

check['report: the sections of its audience'] = async (job) => open(job, {}, async (page) => {
  // what is answered once for the solution, of it what an auditor validates
  const features = job.program.sections.some(({ number }) => !number) ? ['part-solution-features'] : [];
  const sections = {
    full: ['summary', 'open', 'partner-and-solution', 'case-studies', 'part-prerequisites', ...features, 'matrix-technical-validation',
      'part-technical-validation', 'evidence', 'sign-off'],
    reviewer: ['summary', 'open', ...features, 'matrix-technical-validation', 'part-technical-validation', 'evidence', 'sign-off'],
    executive: ['summary', 'case-studies', 'sign-off'],
  }[job.audience];
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('main > section')].map(({ id }) => id)), sections);
  assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('.contents > details > ul > li > a')].map(({ hash }) => hash.slice(1))), sections);
});

check['report: words of partner and auditor are whole and in their language'] = async (job) => {
  if (job.audience !== 'full' || job.only) return;
  const { text } = readAssessment(job.assessment);
  await open(job, {}, async (page) => {
    const wrong = await page.evaluate(([xml, language]) => {
      const plain = (words) => words.normalize('NFKC').replace(/[^\p{L}\p{N}]+/gu, '');
      const said = new Map();
      for (const words of document.querySelectorAll('.words')) {
        const key = plain(words.textContent);
        said.set(key, [...(said.get(key) ?? []), words]);
      }
      const trouble = [];
      const texts = new DOMParser().parseFromString(xml, 'application/xml')
        .querySelectorAll('description, sales-compensation, support, challenge, deployment, outcomes, comment, note, decision');
      let count = 0;
      for (const element of texts) {
        const key = plain(element.textContent);
        if (!key || element.querySelector('a:empty')) continue;
        /* what was answered though it is not asked is left out */
        const answer = element.closest('[item]');
        const cells = answer?.getAttribute('case-studies')?.split(' ')
          .map((id) => document.getElementById(`cell-${answer.getAttribute('item')}_${id}`));
        if (cells?.every((cell) => cell?.matches('.not-asked'))) continue;
        count += 1;
        let at = element;
        while (!at.getAttribute('xml:lang')) at = at.parentElement;
        const tag = at.getAttribute('xml:lang');
        const places = (said.get(key) ?? []).filter((words) => words.closest('[lang]').lang === tag);
        if (!places.length) trouble.push(`${tag}: ${element.localName}: ${element.textContent.trim().slice(0, 60)}`);
        const labelled = places.every((words) => Boolean(words.previousElementSibling?.matches('.tongue')) === (tag !== language));
        if (!labelled) trouble.push(`label: ${tag}: ${element.textContent.trim().slice(0, 60)}`);
      }
      return count ? trouble : ['the assessment has no words'];
    }, [text, job.language]);
    assert.deepEqual(wrong, []);
  });
};

check['report: every item once, every cell with its word, and the numbers agree'] = async (job) => {
  if (job.audience === 'executive') return;
  const { studies, audited } = readAssessment(job.assessment);
  await open(job, {}, async (page) => {
    const found = await page.evaluate(() => ({
      items: [...document.querySelectorAll('article.item')].map(({ id }) => id),
      rows: [...document.querySelectorAll('.answers tr.entry')].map(({ id }) => id),
      matrix: [...document.querySelectorAll('.matrix tr.entry')].map((row) => [row.querySelector('a').hash.slice(1), ...[...row.querySelectorAll('td')].map(({ id }) => id)]),
      open: [...document.querySelectorAll('.entry')].filter(({ dataset }) => dataset.open !== 'yes').length,
      states: [...document.querySelectorAll('.matrix td > .state, .answers .met .state')].map(({ className }) => className.replace('state ', '')),
      verdicts: [...document.querySelectorAll('.matrix td > .verdict, .answers .met .verdict')].map(({ className }) => className.replace('verdict ', '')),
      numbers: Object.fromEntries([...document.querySelectorAll('.numbers > div')].map((box) => [box.className, box.querySelector('dd').textContent])),
      wordless: [...document.querySelectorAll('.state, .verdict')].filter((element) => !element.querySelector('.word')?.textContent.trim()
        || element.querySelector('.mark:not([aria-hidden=true])')).map((element) => element.outerHTML),
      second: [...document.querySelectorAll('.entry .bilingual > [lang]')].map(({ lang }) => lang),
    }));
    const technical = job.program.items.filter(({ applies }) => Object.keys(applies).length).map(({ anchor }) => anchor);
    const once = job.program.items.filter(({ applies }) => !Object.keys(applies).length).map(({ anchor }) => anchor);
    assert.deepEqual(found.wordless, []);
    assert.deepEqual(found.matrix.map(([anchor]) => anchor), found.items);
    for (const [anchor, ...cells] of found.matrix) assert.deepEqual(cells, studies.map((id) => `${anchor.replace('item-', 'cell-')}_${id}`));
    assert.equal(found.verdicts.length > 0, audited);
    if (job.bilingual) assert.deepEqual(found.second, [...once, ...technical].map(() => job.bilingual));
    if (job.only) {
      assert.equal(found.open, 0);
      assert.ok(found.items.length > 0 && found.items.length < technical.length, `${found.items.length} items are open`);
      return;
    }
    assert.deepEqual(found.items, technical);
    assert.deepEqual(found.rows, job.audience === 'full' ? once : []);
    if (job.audience !== 'full') return;
    const count = (list, name) => list.filter((value) => value === name).length;
    for (const state of ['met', 'not-met', 'not-applicable', 'open']) assert.equal(count(found.states, state), integer(found.numbers[state]), state);
    assert.equal(found.states.length - count(found.states, 'not-asked'), integer(found.numbers.asked));
    if (!audited) return;
    for (const [verdict, name] of [['accepted', 'accepted'], ['rejected', 'rejected'], ['question', 'questions']]) {
      assert.equal(count(found.verdicts, verdict), integer(found.numbers[name]), verdict);
    }
  });
};

check['report: the chart has a name, and its numbers stand beside it'] = async (job) => open(job, {}, async (page) => {
  const { studies } = readAssessment(job.assessment);
  const chart = page.getByRole('img').and(page.locator('svg'));
  assert.equal(await chart.count(), 1);
  assert.deepEqual(await chart.evaluate((svg) => svg.getAttribute('aria-labelledby').split(' ').map((id) => Boolean(document.getElementById(id)?.textContent))), [true, true]);
  const drawn = await chart.evaluate((svg) => [...svg.querySelectorAll('.chart-band')].map((band) => [...band.querySelectorAll('.chart-quiet')].map((text) => text.textContent)));
  const told = await page.evaluate(() => [...document.querySelectorAll('.counts tbody tr')].map((row) => [...row.querySelectorAll('td')].slice(0, -1).map((cell) => cell.textContent)));
  assert.deepEqual(drawn.map((band) => band.map((ratio) => ratio.trim())), told);
  assert.ok(told.length && told.every((row) => row.length === studies.length));
  assert.equal(await page.locator('.legend li').count(), studies.length);
});

check['report: what is open leads to its items and cells; evidence is where it is referred to'] = async (job) => {
  if (job.audience === 'executive') return;
  const { pieces } = readAssessment(job.assessment);
  await open(job, {}, async (page) => {
    assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('.evidence-list tbody tr')].map(({ id }) => id)), pieces.map((id) => `evidence-${id}`));
    const digests = await page.evaluate(() => [...document.querySelectorAll('code.digest')].map((code) => code.textContent));
    for (const digest of digests) assert.match(digest, /^[0-9a-f]{64}$/);
    const link = page.locator('.points .place a:not([href^="#item-"])').first();
    if (!await link.count()) return;
    await link.click();
    const marked = await page.evaluate(() => { const cell = document.querySelector(':target'); return [cell.matches('.matrix td'), getComputedStyle(cell).boxShadow !== 'none']; });
    assert.deepEqual(marked, [true, true]);
    assert.ok(await page.locator(':target').isVisible());
  });
};

check['report: accessible with forced colours, whole without script'] = async (job) => {
  await open(job, { forcedColors: 'active' }, (page) => accessible(page, 'forced colours'));
  await open(job, { javaScriptEnabled: false }, async (page) => {
    assert.equal(await page.locator('.filter, .tools').filter({ visible: true }).count(), 0, 'what needs the script is shown without it');
    assert.ok(await page.locator('.contents a').first().isVisible());
  });
};

check['report: the filter shows what is open, who must act, one section; and all again'] = async (job) => open(job, {}, async (page) => {
  if (job.audience === 'executive') {
    assert.equal(await page.locator('.filter').count(), 0);
    return;
  }
  const shown = (what) => page.locator(`${what}`).filter({ visible: true }).count();
  const total = await shown('article.item');
  const points = await shown('.points li');
  if (job.only) {
    assert.equal(await page.locator('[name=open]').count(), 0);
  } else {
    await page.check('[name=open]');
    assert.equal(await shown('article.item'), await page.locator('article.item[data-open=yes]').count());
    assert.equal(await shown('.matrix tr.entry'), await page.locator('.matrix tr.entry[data-open=yes]').count());
    assert.equal(await shown('.points li'), points);
    await page.uncheck('[name=open]');
  }
  await page.selectOption('#who', 'engineers');
  assert.equal(await shown('.points li'), await page.locator('.points li[data-who=engineers]').count());
  assert.equal(await shown('article.item'), await page.locator('article.item[data-who~=engineers]').count());
  await page.selectOption('#who', '');
  const section = await page.locator('article.item').first().getAttribute('data-section');
  await page.selectOption('#section', section);
  assert.equal(await shown('article.item'), await page.locator(`article.item[data-section="${section}"]`).count());
  assert.equal(await shown('.matrix tbody.group'), 1);
  assert.match(await page.textContent('#found'), /\d/);
  await page.focus('#section');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.getElementById('found').textContent);
  assert.equal(await shown('article.item'), total);
  await page.selectOption('#section', section);
  await page.click('.contents a[href="#section-reliability"]');
  await page.waitForTimeout(150);
  assert.equal(await shown('article.item'), total, 'a link to what is filtered away shows it');
});

check['report: on narrow screens the overview scrolls by keyboard, its heads stay'] = async (job) => {
  if (job.audience === 'executive') return;
  const { studies } = readAssessment(job.assessment);
  await open(job, { viewport: NARROW }, async (page) => {
    const frame = page.locator('.scroll:has(.matrix)');
    await frame.focus();
    assert.ok(await frame.evaluate((element) => element === document.activeElement && Boolean(element.getAttribute('aria-labelledby'))));
    const places = () => frame.evaluate((element) => {
      const box = element.getBoundingClientRect();
      const row = element.querySelector('tbody th.what').getBoundingClientRect();
      const head = element.querySelector('thead th:nth-child(2)').getBoundingClientRect();
      return { left: Math.round(row.left - box.left), top: Math.round(head.top - box.top), x: element.scrollLeft, y: element.scrollTop };
    });
    const before = await places();
    for (let i = 0; i < 4; i += 1) await page.keyboard.press('ArrowDown');
    if (studies.length > 3) for (let i = 0; i < 4; i += 1) await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(300);
    const after = await places();
    if (await frame.evaluate((element) => element.scrollHeight > element.clientHeight)) assert.ok(after.y > before.y, 'does not scroll down');
    if (studies.length > 3) assert.ok(after.x > before.x, 'does not scroll sideways');
    assert.equal(after.left, before.left, 'the first column left');
    assert.equal(after.top, before.top, 'the head left');
  });
};

check['report: print: A4, nothing of the screen, nothing clipped'] = async (job) => open(job, { colorScheme: 'dark' }, async (page) => {
  const { customers, studies } = readAssessment(job.assessment);
  const wanted = await page.evaluate(() => [...document.querySelectorAll('.matrix tbody th.what, .item h4, .points p:first-child')].map((element) => element.textContent));
  const printed = readPdf(await page.pdf({ preferCSSPageSize: true, tagged: true, outline: true }));
  const upright = printed.filter(({ width, height }) => Math.abs(width - 595) < 2 && Math.abs(height - 842) < 2);
  const turned = printed.filter(({ width, height }) => Math.abs(width - 842) < 2 && Math.abs(height - 595) < 2);
  assert.equal(upright.length + turned.length, printed.length);
  assert.equal(turned.length > 0, studies.length > 5 && job.audience !== 'executive');
  const all = letters(printed.map(({ text }) => text).join(''));
  for (const text of [...customers, ...wanted]) {
    /* the foot of a page may come between */
    assert.ok(all.includes(letters(text).slice(0, 40)), `"${text.trim().slice(0, 60)}" is not printed`);
  }
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.side, .tools, .skip, .up').filter({ visible: true }).count(), 0, 'what is for the screen is printed');
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), 'rgb(255, 255, 255)', 'prints dark');
  /* 180 and 267 mm wide: what is between the margins */
  for (const [width, what] of [[680, ':not(.of-matrix)'], [1009, '.of-matrix']]) {
    await page.setViewportSize({ width, height: 900 });
    const out = await overflow(page);
    const inside = await page.evaluate((selector) => [...document.querySelectorAll(`main > section${selector} table`)]
      .filter((table) => table.getBoundingClientRect().width > table.parentElement.getBoundingClientRect().width + 1).map((table) => table.className), what);
    assert.deepEqual(inside, []);
    if (width === 1009) assert.deepEqual(out, []);
  }
});

/** Those that do not take long, for the reports that are not looked at in every way. */
export const quick = Object.fromEntries(['valid HTML', 'nothing sticks out, from 320 to 1280 pixels wide', 'asks for nothing, says nothing, obeys its policy', 'every header cell has a scope and every link leads somewhere',
  'report: title, headings, landmarks and languages', 'report: the sections of its audience', 'report: words of partner and auditor are whole and in their language',
  'report: every item once, every cell with its word, and the numbers agree'].map((name) => [name, check[name]]));
