// TensorFlow through @tensorflow/tfjs-node, found by NODE_PATH; see program.ts for how it is spoken to.
//   node tfjsNode.cjs FILTERS BLOCKS BATCH PADDING IMAGES
const readline = require('node:readline');
const util = require('node:util');
// Gone from Node 23, and needed by it.
for (const [name, value] of [
  ['isNullOrUndefined', v => v == null],
  ['isArray', Array.isArray],
])
  util[name] ??= value;
const tf = require('@tensorflow/tfjs-node');

const [filters, blocks, batchSize, , count] = process.argv.slice(2).map(Number);
const padding = process.argv[5];

async function main() {
  const { conv2d, maxPooling2d, flatten, dropout, dense } = tf.layers;
  const layers = Array.from({ length: blocks }, (_, block) => [
    conv2d({
      ...(block === 0 && { inputShape: [28, 28, 1] }),
      filters: filters * 2 ** block,
      kernelSize: 3,
      activation: 'relu',
      padding,
    }),
    maxPooling2d({ poolSize: 2 }),
  ]).flat();
  const model = tf.sequential({ layers: [...layers, flatten(), dropout({ rate: 0.5 }), dense({ units: 10, activation: 'softmax' })] });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const images = tf.randomUniform([count, 28, 28, 1]);
  const labels = tf.oneHot(tf.randomUniform([count], 0, 10, 'int32'), 10).toFloat();
  const work = {
    fit: () => model.fit(images, labels, { epochs: 1, batchSize, verbose: 0 }),
    predict: async () => {
      const probabilities = model.predict(images, { batchSize: 1024 });
      await probabilities.data();
      probabilities.dispose();
    },
  };
  await model.trainOnBatch(images.slice([0], [batchSize]), labels.slice([0], [batchSize]));
  console.log('first_step_ms', Date.now() - Number(process.env.BENCH_BEGAN_MS));
  console.log('version', `tfjs-node ${tf.version['tfjs-node']} on TensorFlow ${tf.backend().binding.TF_Version}`);
  await work.fit();
  await work.predict();
  console.log('ready', 1);
  for await (const command of readline.createInterface({ input: process.stdin })) {
    if (command === 'end') break;
    const began = performance.now();
    await work[command]();
    console.log(command, (1000 * count) / (performance.now() - began));
  }
  console.log('peak_mb', process.resourceUsage().maxRSS / 1024);
  process.exit();
}

void main();
