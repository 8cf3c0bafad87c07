// The process that the tests run in; its parent, mochaProcess.mjs, is told the counts when they are through. An end without them is a failure.
import Mocha from 'mocha';

process.setSourceMapsEnabled(true);
// A promise that nobody waits for fails the test: mocha alone would swallow it.
process.on('unhandledRejection', reason => {
  throw reason;
});

process.once('message', async ({ files, options }) => {
  const mocha = new Mocha(options);
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const runner = mocha.run(() => {
    const { passes: passed = 0, failures: failed = 0 } = runner.stats ?? {};
    process.send({ passed, failed }, () => process.exit());
  });
});
