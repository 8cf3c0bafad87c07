// What each process that runs tests begins with.
process.setSourceMapsEnabled(true);
// A promise that no test waits for fails the test: mocha alone would swallow it.
process.on('unhandledRejection', reason => {
  throw reason;
});
