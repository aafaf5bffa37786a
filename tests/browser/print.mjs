// A printed page, as poppler reads it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The pages of a PDF: [{ width, height, text }], in points. */
export function readPdf(bytes) {
  const folder = mkdtempSync(join(tmpdir(), 'auditfolio-print-'));
  const file = join(folder, 'page.pdf');
  try {
    writeFileSync(file, bytes);
    const text = execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8', maxBuffer: 1 << 26 }).split('\f').slice(0, -1);
    const sizes = execFileSync('pdfinfo', ['-l', '-1', file], { encoding: 'utf8' });
    return text.map((words, i) => {
      const [, width, height] = new RegExp(`Page\\s+${i + 1} size:\\s+([\\d.]+) x ([\\d.]+)`).exec(sizes);
      return { width: Number(width), height: Number(height), text: words };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
