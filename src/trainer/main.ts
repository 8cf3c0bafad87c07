/**
 * The trainer process. The threads that compute take as long to begin as all the rest, so that a trainer which was started to train begins them
 * before it loads anything else.
 */
import { threadsToPrepare } from '../contract/trainerArguments';
import { EarlyThreads } from '../engine/earlyThreads';
import { threadsByDefault } from '../machine/threadsByDefault';
import { engineThreadFile } from './bundles';

const threads = new EarlyThreads(threadsToPrepare(process.argv.slice(2), threadsByDefault), engineThreadFile);
void import('./trainerProcess').then(({ runTrainer }) => runTrainer(threads));
