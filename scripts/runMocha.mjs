// The process that the tests run in; its parent, mochaProcess.mjs, is told the counts of each file when they are through. An end without them is a failure.
import path from 'node:path';
import Mocha from 'mocha';
import { countByFile } from './countByFile.mjs';

await import('./testProcess.mjs');

// The process that started it is gone: none would hear how the tests went, nor end what they started.
process.once('disconnect', () => process.exit(1));

/** @param {object} message */
const tell = (message, done = () => undefined) => void process.send?.(message, undefined, undefined, done);

process.once('message', task => void runTests(/** @type {any} */ (task)));

/** @param {{ files: readonly string[], options: import('mocha').MochaOptions }} task */
async function runTests({ files, options }) {
  const mocha = new Mocha(options);
  for (const file of files) mocha.addFile(file);
  // In parallel, the processes that run the files load them.
  if (!options.parallel) await mocha.loadFilesAsync();
  const runner = mocha.run(() => tell({ counts }, () => process.exit()));
  const counts = countByFile(runner, files);
  if (options.parallel) {
    // Of a file that others run, all is told when it is through.
    const left = new Set(files);
    const tellLeft = ({ file = '' }) => left.delete(file) && tell({ running: [...left].map(one => path.basename(one)).join(', ') });
    runner.on('pass', tellLeft).on('fail', tellLeft);
  } else {
    runner.on('test', test => tell({ running: test.fullTitle() }));
    runner.on('hook', hook => tell({ running: hook.fullTitle() }));
  }
}
