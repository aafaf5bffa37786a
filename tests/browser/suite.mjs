// Runs every check on every language's checklist; on a report of each sample too, and on those for others than everybody;
// the quick ones on all reports.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { checks } from './checks.mjs';
import { stale, top } from './digests.mjs';
import { programOf, programs, readProgram } from './program.mjs';
import { checks as reportChecks, quick } from './report.mjs';

const SWITCHES = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

const LANES = 2; // pages at once

const samples = readdirSync(`${top}templates/samples`).filter((name) => name.endsWith('.xml')).sort()
  .map((name) => ({ name: name.replace(/\.xml$/, ''), file: `${top}templates/samples/${name}` }));

/* Reports for others than everybody: a folder's name, the language, the options. */
const variants = [
  { name: 'executive', sample: 'maison-lumiere', language: 'de', args: ['--audience', 'executive'], audience: 'executive' },
  { name: 'reviewer', sample: 'shirakawa', language: 'fr', args: ['--audience', 'reviewer', '--only', 'open'], audience: 'reviewer', only: true },
  { name: 'bilingual', sample: 'nordlicht', language: 'en', args: ['--bilingual', 'ja'], bilingual: 'ja' },
].map((variant) => ({ ...variant, file: `${top}templates/samples/${variant.sample}.xml` }));

/* Pseudo-languages (tests/pseudo has their texts): longer words, and pages from right to left. */
const pseudo = ['en-XA', 'ar-XB'];
const pseudoLanguages = pseudo.flatMap((language) => ['-l', language]);
const pseudoChecks = Object.fromEntries(Object.entries(quick).filter(([name]) => name === 'valid HTML' || name.startsWith('nothing sticks out')));
const longest = samples.find(({ name }) => name === 'maison-lumiere');

let count = 0;
let failed = 0;
const filter = process.env.TEST_FILTER ?? '';

async function test(name, check) {
  if (!name.includes(filter)) return;
  let trouble = null;
  try {
    await check();
  } catch (error) {
    trouble = error;
    failed += 1;
  }
  count += 1;
  console.log(`${trouble ? 'not ok' : 'ok'} ${count} - ${name}`);
  if (trouble) for (const line of String(trouble.message ?? trouble).split('\n').slice(0, 40)) console.log(`# ${line}`);
}

/** Makes pages by the program: in the folder given, else in a new one that is removed afterwards. */
function make(folder, args) {
  const program = process.env.AUDITFOLIO ?? join(top, '.build/auditfolio');
  try {
    execFileSync(program, [...args, '-f', 'html', '-o', folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    throw new Error(`${program} ${args.join(' ')} made no pages: ${error.stderr?.toString().trim() || error.message}`);
  }
}

/** The pages: from $AUDITFOLIO_PAGES, or made by the program into a folder that is removed afterwards. */
function pages() {
  const given = process.env.AUDITFOLIO_PAGES;
  const folder = given ?? mkdtempSync(join(tmpdir(), 'auditfolio-pages-'));
  const remove = () => { if (!given) rmSync(folder, { recursive: true, force: true }); };
  if (!given) {
    try {
      for (const id of programs()) make(folder, ['blank', id, '-l', 'all', ...pseudoLanguages]);
      make(folder, ['report', ...samples.map(({ file }) => file), '-l', 'all']);
      make(folder, ['report', longest.file, ...pseudoLanguages]);
      for (const { name, file, language, args } of variants) {
        mkdirSync(join(folder, name));
        make(join(folder, name), ['report', file, '-l', language, ...args]);
      }
    } catch (error) {
      remove();
      throw error;
    }
  }
  return { folder, remove };
}

/** Those in which there are texts of a program. */
const languages = (id) => readdirSync(`${top}locales`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`${top}locales/${entry.name}/${id}.xml`)).map(({ name }) => name).sort();

export async function main() {
  await test('the digests of style and script are right', () => {
    if (stale().length) throw new Error(`run tests/browser/run digests: ${stale().join(' ')}`);
  });
  let made;
  try {
    made = pages();
  } catch (error) {
    console.log(`Bail out! ${error.message.split('\n')[0]}`);
    return 1;
  }
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: SWITCHES });
  try {
    const jobs = programs().map(readProgram).flatMap((program) => languages(program.id).flatMap((language, at) => [
      { name: `${language}: ${program.id}`, checks, file: join(made.folder, `${program.id}.${language}.html`), language, limit: 200_000 + 20_000 * Math.max(0, program.models.length - 2), program },
      ...samples.filter(({ file }) => programOf(file) === program.id).map(({ name, file }, i) => ({
        name: `${language}: report ${name}`, checks: i === at ? reportChecks : quick, file: join(made.folder, `${name}.${language}.html`),
        language, assessment: file, audience: 'full', limit: 1_000_000, long: true, program,
      })),
    ]));
    for (const { name, sample, language, file, ...variant } of variants) {
      jobs.push({ name: `${language}: report ${name}`, checks: reportChecks, file: join(made.folder, name, `${sample}.${language}.html`), language,
        assessment: file, audience: 'full', limit: 1_000_000, long: true, program: readProgram(programOf(file)), ...variant });
    }
    for (const language of pseudo) {
      for (const name of [...programs(), longest.name]) {
        jobs.push({ name: `${language}: ${name}`, checks: pseudoChecks, file: join(made.folder, `${name}.${language}.html`), language, long: true });
      }
    }
    const lane = async () => {
      for (let job = jobs.shift(); job; job = jobs.shift()) {
        const { name: page, checks: every, ...rest } = job;
        for (const [name, check] of Object.entries(every)) await test(`${page}: ${name}`, () => check({ ...rest, browser }));
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    await browser.close();
    made.remove();
  }
  console.log(`1..${count}`);
  return failed ? 1 : 0;
}
