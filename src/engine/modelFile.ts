import path from 'node:path';
import { readFileIn } from '../files/readFiles';
import { EngineError } from './runtime';

/** A model that a run of this product leaves has a few hundred megabytes at most. */
const MOST_BYTES = 2_000_000_000;

/** The bytes of a run's model. @throws {EngineError} if there is none; {FileError} if it is too large */
export async function readModel(onnxFile: string, mostBytes = MOST_BYTES): Promise<Buffer> {
  const bytes = await readFileIn(path.dirname(onnxFile), path.basename(onnxFile), mostBytes);
  if (!bytes) throw new EngineError(`${onnxFile}: there is no such file. The run has left no model.`);
  return bytes;
}

/** Pixels as models take them, from 0 to 1. In a loop: `Float32Array.from` with a function takes several times as long as a small network does. */
export function scaledPixels(pixels: Uint8Array): Float32Array {
  const scaled = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) scaled[i] = pixels[i]! / 255;
  return scaled;
}
