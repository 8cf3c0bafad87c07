import path from 'node:path';

/** The bundle that the engine's threads run, see src/engine/thread.ts. */
export const engineThreadFile = path.join(__dirname, 'engineThread.js');

/** The bundles of what trains; answers.ts lies in another one. */
export const trainingFiles: readonly string[] = [path.join(__dirname, 'trainerProcess.js'), engineThreadFile];
