/** The thread of an engine: a bundle of its own, since a thread needs little of the trainer, and each reads all of its script. */
import { parentPort } from 'node:worker_threads';
import { runEngineThread } from './engineThread';

if (parentPort) runEngineThread(parentPort, __dirname);
