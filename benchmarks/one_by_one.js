/** Train a 4-2 tanh network on 200 points for some seconds, neuron by neuron and link by link; print epochs a second. */

const SECONDS = 2;
const RATE = 0.03;
const BATCH = 10;
const tanh = { output: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2 };
const linear = { output: (x) => x, slope: () => 1 };

/** @returns {object[][]} layers of neurons, each with links from all neurons of the layer before */
function network(widths) {
  const layers = widths.map((width, depth) => {
    const activation = depth === widths.length - 1 ? linear : tanh;
    return Array.from({ length: width }, () => ({ activation, bias: 0.1, links: [], outwards: [], slope: 0, biasSlope: 0, count: 0 }));
  });
  for (let depth = 1; depth < layers.length; depth++) {
    for (const to of layers[depth]) {
      for (const from of layers[depth - 1]) {
        const link = { from, to, weight: Math.random() - 0.5, slope: 0, count: 0 };
        to.links.push(link);
        from.outwards.push(link);
      }
    }
  }
  return layers;
}

function forward(layers, row) {
  layers[0].forEach((neuron, i) => (neuron.output = row[i]));
  for (const layer of layers.slice(1)) {
    for (const neuron of layer) {
      neuron.input = neuron.bias;
      for (const link of neuron.links) neuron.input += link.weight * link.from.output;
      neuron.output = neuron.activation.output(neuron.input);
    }
  }
  return layers.at(-1)[0].output;
}

function backward(layers, target) {
  const last = layers.at(-1)[0];
  last.outputSlope = last.output - target;
  for (let depth = layers.length - 1; depth > 0; depth--) {
    for (const neuron of layers[depth]) {
      neuron.slope = neuron.outputSlope * neuron.activation.slope(neuron.input);
      neuron.biasSlope += neuron.slope;
      neuron.count++;
      for (const link of neuron.links) {
        link.slope += neuron.slope * link.from.output;
        link.count++;
      }
    }
    for (const neuron of layers[depth - 1]) {
      neuron.outputSlope = 0;
      for (const link of neuron.outwards) neuron.outputSlope += link.weight * link.to.slope;
    }
  }
}

function update(layers) {
  for (const layer of layers.slice(1)) {
    for (const neuron of layer) {
      neuron.bias -= (RATE * neuron.biasSlope) / neuron.count;
      neuron.biasSlope = neuron.count = 0;
      for (const link of neuron.links) {
        link.weight -= (RATE * link.slope) / link.count;
        link.slope = link.count = 0;
      }
    }
  }
}

const uniform = () => 2 * Math.random() - 1;
const points = Array.from({ length: 200 }, () => [uniform(), uniform()]);
const targets = points.map(([x, y]) => Math.sign(x * y));
const layers = network([2, 4, 2, 1]);

function epoch() {
  points.forEach((row, i) => {
    forward(layers, row);
    backward(layers, targets[i]);
    if ((i + 1) % BATCH === 0) update(layers);
  });
}

for (let i = 0; i < 200; i++) epoch(); // until the compiler has made it fast
const begin = performance.now();
let epochs = 0;
while (performance.now() < begin + 1000 * SECONDS) {
  epoch();
  epochs++;
}
console.log(epochs / SECONDS);
