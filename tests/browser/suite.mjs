// Runs every check on every language's page.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { checks } from './checks.mjs';
import { stale, top } from './digests.mjs';
import { readProgram } from './program.mjs';

const PROGRAM = 'retail-technology';
const SWITCHES = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

const LANES = 2; // languages at once

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

/** The pages: from $AUDITFOLIO_PAGES, or made by the program into a folder that is removed afterwards. */
function pages() {
  const given = process.env.AUDITFOLIO_PAGES;
  const folder = given ?? mkdtempSync(join(tmpdir(), 'auditfolio-pages-'));
  if (!given) {
    const program = process.env.AUDITFOLIO ?? join(top, '.build/auditfolio');
    try {
      execFileSync(program, ['blank', PROGRAM, '-l', 'all', '-f', 'html', '-o', folder], { stdio: ['ignore', 'ignore', 'pipe'] });
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw new Error(`${program} made no pages: ${error.stderr?.toString().trim() || error.message}`);
    }
  }
  return { folder, remove: () => { if (!given) rmSync(folder, { recursive: true, force: true }); } };
}

const languages = () => readdirSync(`${top}locales`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(`${top}locales/${entry.name}/${PROGRAM}.xml`)).map(({ name }) => name).sort();

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
    const program = readProgram(PROGRAM);
    const left = languages();
    const lane = async () => {
      for (let language = left.shift(); language; language = left.shift()) {
        const job = { browser, file: join(made.folder, `${PROGRAM}.${language}.html`), language, program };
        for (const [name, check] of Object.entries(checks)) await test(`${language}: ${name}`, () => check(job));
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
