import { tfjsLayersModel } from '../artifacts/tfjsModel';
import type { Network } from '../contract/network';
import type { TrainedConfig } from '../contract/run';
import type { Scores } from '../contract/scores';
import { weightTensors } from '../contract/weights';
import type { Dataset } from '../data/dataset';
import { inferenceModel } from '../engine/inferenceModel';
import type { EngineRuntime } from '../engine/runtime';
import { predictedClasses } from '../evaluation/labels';
import { evaluateClassifier } from '../evaluation/scores';
import { runPaths } from '../runFolder/paths';
import type { RunWriter } from '../runFolder/runWriter';
import { toJson } from '../util/json';

/** Writes the trained network as an ONNX model and as a TensorFlow.js layers model. */
export async function writeModel(writer: RunWriter, network: Network, weights: Float32Array, config: TrainedConfig): Promise<void> {
  const { onnxModel, tfjsModel, tfjsWeights } = writer.paths;
  const metadata = { run: config.id, product: `Digits Lab ${config.environment.version}`, dataset: config.dataset.name };
  await writer.write(onnxModel, inferenceModel(network, weights, metadata));
  await writer.write(tfjsWeights, new Uint8Array(weights.slice().buffer));
  await writer.write(tfjsModel, toJson(tfjsLayersModel(network, weightTensors(network), metadata.product)));
}

/** Predicts the test images with the model as it is on disk, and with a writer leaves truth, predictions and probabilities there. */
export async function evaluateModel(engine: EngineRuntime, folder: string, { test, image }: Dataset, writer?: RunWriter): Promise<Scores> {
  const { onnxModel, groundTruth, predictions, probabilities: probabilitiesFile } = runPaths(folder);
  const probabilities = await engine.predict(onnxModel, image, test.images.all());
  const int64 = (classes: ArrayLike<number>): { shape: [number]; data: BigInt64Array } => {
    return { shape: [classes.length], data: BigInt64Array.from(Array.from(classes, BigInt)) };
  };
  await writer?.writeArray(groundTruth, int64(test.labels));
  await writer?.writeArray(predictions, int64(predictedClasses(probabilities, image.classes)));
  await writer?.writeArray(probabilitiesFile, { shape: [test.count, image.classes], data: probabilities });
  return evaluateClassifier({ truth: test.labels, probabilities, classes: image.classes });
}
