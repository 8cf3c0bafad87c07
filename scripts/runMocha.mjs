// The process that the tests run in; its parent, mochaProcess.mjs, is told the counts of each file when they are through. An end without them is a failure.
import path from 'node:path';
import Mocha from 'mocha';
import { countByFile } from './countByFile.mjs';

await import('./testProcess.mjs');

// The process that started it is gone: none would hear how the tests went, nor end what they started.
process.once('disconnect', () => process.exit(1));

process.once('message', async ({ files, options }) => {
  const mocha = new Mocha(options);
  for (const file of files) mocha.addFile(file);
  // In parallel, the processes that run the files load them.
  if (options.parallel) mocha.parallelMode().lazyLoadFiles(true);
  else await mocha.loadFilesAsync();
  const runner = mocha.run(() => process.send({ counts }, () => process.exit()));
  const counts = countByFile(runner, files);
  if (options.parallel) {
    // Of a file that others run, all is told when it is through.
    const left = new Set(files);
    const tell = ({ file }) => left.delete(file) && process.send({ running: [...left].map(one => path.basename(one)).join(', ') });
    runner.on('pass', tell).on('fail', tell);
  } else {
    runner.on('test', test => process.send({ running: test.fullTitle() }));
    runner.on('hook', hook => process.send({ running: hook.fullTitle() }));
  }
});
