// The process that the tests run in; its parent, mochaProcess.mjs, is told the counts of each file when they are through. An end without them is a failure.
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
  const byFile = Object.fromEntries(files.map(file => [file, { passed: 0, failed: 0 }]));
  const runner = mocha.run(() => process.send(byFile, () => process.exit()));
  // A hook outside of every file counts with the first.
  const countsOf = ({ file }) => byFile[file] ?? byFile[files[0]];
  runner.on('pass', test => countsOf(test).passed++);
  runner.on('fail', testOrHook => countsOf(testOrHook).failed++);
});
