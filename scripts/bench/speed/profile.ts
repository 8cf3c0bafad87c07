import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as ort from 'onnxruntime-node';
import { PREDICTION_IMAGES } from '../../../src/engine/onnx/prepared';
import { planShards, shardedNetworkOf } from '../../../src/engine/onnx/shardPlan';
import { predictionGraph, trainingGraph, type StepGraph } from '../../../src/engine/trainingGraph';
import { defaultConfiguration, nameOf, networkOf, parseConfigurations, type Configuration } from './configuration';
import { shown, table } from './figures';
import type { Bench, Part } from './part';
import { threads } from './programs';

const RUNS = 60;

interface Node {
  readonly name: string;
  readonly kind: string;
  /** Of all runs. */
  readonly us: number;
  readonly shape: string;
}

/** Where the time of a shard goes, on one thread, by ONNX Runtime's own profile. BENCH_CONFIGS says of which configurations. */
export async function measureProfile(bench: Bench): Promise<Part> {
  const configurations = parseConfigurations(process.env['BENCH_CONFIGS'] ?? nameOf(defaultConfiguration));
  const parts: string[] = [];
  const figures: Record<string, unknown> = {};
  for (const configuration of configurations)
    for (const what of ['training', 'prediction'] as const) {
      bench.say(`Profile of ${what}, ${nameOf(configuration)} …`);
      const graph = graphOf(configuration, what);
      const nodes = await profileOf(graph);
      figures[`${nameOf(configuration)} ${what}`] = nodes;
      parts.push(describe(`${nameOf(configuration)}, ${what}`, graph.images, nodes));
    }
  return { markdown: parts.join('\n\n'), figures };
}

function graphOf(configuration: Configuration, what: 'training' | 'prediction'): StepGraph {
  const network = networkOf(configuration);
  const sharded = shardedNetworkOf(network);
  if (what === 'prediction') return predictionGraph(network, PREDICTION_IMAGES);
  return trainingGraph(network, planShards(configuration.batch, threads, sharded).images);
}

function describe(title: string, images: number, nodes: readonly Node[]): string {
  const total = nodes.reduce((sum, { us }) => sum + us, 0);
  const kinds = new Map<string, { us: number; count: number }>();
  for (const { kind, us } of nodes) kinds.set(kind, { us: (kinds.get(kind)?.us ?? 0) + us, count: (kinds.get(kind)?.count ?? 0) + 1 });
  const share = (us: number): string => `${shown((100 * us) / total, 1)} %`;
  const byKind = [...kinds].toSorted((a, b) => b[1].us - a[1].us);
  const slowest = nodes.toSorted((a, b) => b.us - a.us).slice(0, 12);
  return `${title}: ${shown(total / RUNS)} µs in the nodes of a shard of ${images} images, one thread

${table(
  ['kind', 'nodes', 'µs', 'share'],
  byKind.map(([kind, { us, count }]) => [kind, String(count), shown(us / RUNS), share(us)]),
)}

${table(
  ['the slowest nodes', 'of', 'µs', 'share'],
  slowest.map(({ name, us, shape }) => [name, shape, shown(us / RUNS), share(us)]),
)}`;
}

/** The time of every node over many runs. */
async function profileOf(graph: StepGraph): Promise<Node[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-profile-'));
  try {
    const session = await ort.InferenceSession.create(graph.model, {
      executionProviders: ['cpu'],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      enableProfiling: true,
      profileFilePrefix: path.join(folder, 'profile'),
      extra: { session: { set_denormal_as_zero: '1' } },
    });
    const feeds: Record<string, ort.Tensor> = {};
    for (const one of session.inputMetadata) {
      if (!one.isTensor) continue;
      const shape = one.shape.map(Number);
      const data = Float32Array.from(
        { length: shape.reduce((product, size) => product * size, 1) },
        (_, i) => ((i * 37) % 101) / 101 - 0.3,
      );
      feeds[one.name] = new ort.Tensor('float32', data, shape);
    }
    for (let i = 0; i < RUNS; i++) await session.run(feeds);
    session.endProfiling();
    await session.release();
    const [file] = readdirSync(folder);
    return nodesOf(JSON.parse(readFileSync(path.join(folder, file!), 'utf8')) as Event[]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Event {
  readonly cat: string;
  readonly name: string;
  readonly dur: number;
  readonly args?: { readonly op_name?: string; readonly input_type_shape?: readonly Record<string, readonly number[]>[] };
}

function nodesOf(events: readonly Event[]): Node[] {
  const nodes = new Map<string, Node>();
  for (const { cat, name, dur, args } of events) {
    if (cat !== 'Node' || !name.endsWith('_kernel_time')) continue;
    const node = name.slice(0, -'_kernel_time'.length);
    const shape = (args?.input_type_shape ?? []).map(input => Object.values(input)[0]?.join('×') ?? '').join(', ');
    nodes.set(node, { name: node, kind: args?.op_name ?? '', us: (nodes.get(node)?.us ?? 0) + dur, shape });
  }
  return [...nodes.values()];
}
