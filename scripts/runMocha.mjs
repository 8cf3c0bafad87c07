// The process that the tests run in; its parent, mochaProcess.mjs, is told the counts of each file when they are through. An end without them is a failure.
import Mocha from 'mocha';
import { countByFile } from './countByFile.mjs';

process.setSourceMapsEnabled(true);
// A promise that nobody waits for fails the test: mocha alone would swallow it.
process.on('unhandledRejection', reason => {
  throw reason;
});

process.once('message', async ({ files, options }) => {
  const mocha = new Mocha(options);
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const runner = mocha.run(() => process.send({ counts }, () => process.exit()));
  const counts = countByFile(runner, files);
  runner.on('test', test => process.send({ running: test.fullTitle() }));
  runner.on('hook', hook => process.send({ running: hook.fullTitle() }));
});
