/** Which files of the runs Git leaves alone: a file that is a person's own once it is there. */
import path from 'node:path';
import { fileTimeIn, readFileIn } from '../files/readFiles';
import { createFileIn, makeFolder, writeFileIn } from '../files/writeFiles';
import { homeOf, realHomeOf } from './home';
import { limits } from './readFile';

const NAME = '.gitignore';

/** What is of no use elsewhere: what a trainer or a window keeps for itself, and what is waiting or deleted. */
const ALWAYS = [
  'checkpoint/',
  'owner.json',
  'owner.*.json',
  'wandb/',
  'queue.json',
  'trash/',
  '*.deleted*',
  '*.lock',
  '*.clearing',
  '*.tmp',
];

/** Writes it with the first run; one that is there is left as it is. The folder of the runs must exist. @throws the system's error */
export async function writeGitignore(runsFolder: string): Promise<void> {
  const folder = await realHomeOf(runsFolder);
  // A thousand runs that begin at a time would each ask to make a file in the one folder.
  if ((await fileTimeIn(folder, NAME)) !== undefined) return;
  await createFileIn(folder, NAME, textOf(ALWAYS)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/**
 * Has Git keep the run folders, or leave them alone. All other lines of the file stay, and nothing is written where it says so already.
 * @throws {FileError} if it is a link or no file; the system's error if it cannot be written
 */
export async function setRunsInGit(runsFolder: string, areKept: boolean): Promise<void> {
  await makeFolder(runsFolder);
  const folder = await realHomeOf(runsFolder);
  const before = (await readFileIn(folder, NAME, limits.small))?.toString('utf8');
  const text = before ?? textOf(ALWAYS);
  const pattern = runsPattern(runsFolder);
  const lines = text.split('\n');
  const isLeftOut = lines.some(line => line.trim() === pattern);
  const after =
    isLeftOut === !areKept ? text : areKept ? lines.filter(line => line.trim() !== pattern).join('\n') : withLine(text, pattern);
  if (after !== before) await writeFileIn(folder, NAME, after);
}

/** `/runs/`, or the names of runs where the file stands beside them. */
function runsPattern(runsFolder: string): string {
  return homeOf(runsFolder) === runsFolder ? '/[0-9]*-[0-9]*-*/' : `/${path.basename(runsFolder)}/`;
}

function withLine(text: string, line: string): string {
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`;
}

function textOf(lines: readonly string[]): string {
  return lines.map(line => `${line}\n`).join('');
}
