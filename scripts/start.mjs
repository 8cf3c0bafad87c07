// npm start: trains the default network on MNIST in the terminal.
process.argv.splice(2, 0, 'train');
await import('./digits.mjs');
