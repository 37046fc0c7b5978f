/** Points on their way through a network, many at once and layer by layer, and one point's gradients back. */

/**
 * As `ui.player.networks.NetworkForm`. The parameters of each layer are a matrix row by row, a row for each input and one for the biases.
 * @typedef {object} Form
 * @property {ArrayLike<number>} sizes inputs, neurons of each hidden layer, outputs
 * @property {string[]} activations of the hidden layers
 * @property {string} output what becomes of the last sums: "identity", "sigmoid" where there is one, or "softmax"
 * @property {ArrayLike<number>|null} [shift] of the inputs: the network sees (value − shift) / scale
 * @property {ArrayLike<number>|null} [scale]
 * @property {ArrayLike<number>|null} [target_shift] of the outputs: they are target_scale × sum + target_shift
 * @property {ArrayLike<number>|null} [target_scale]
 */

/**
 * What points became on their way: of each layer, of each neuron, its value at every point. Layer 0 is the inputs as the network sees them.
 * @typedef {(Float32Array|Float64Array)[][]} Layers
 */

/** Neurons that are switched off: of each hidden layer, from the first, of each neuron whether it is. @typedef {boolean[][]} Off */

/** What each activation makes of the sums of one neuron, in place; the same functions as `ACTIVATIONS` in forms.js. */
const BENDS = {
  identity() {},
  relu(z) {
    for (let i = 0; i < z.length; i++) if (z[i] < 0) z[i] = 0;
  },
  leaky_relu(z) {
    for (let i = 0; i < z.length; i++) if (z[i] < 0) z[i] *= 0.01;
  },
  sigmoid(z) {
    for (let i = 0; i < z.length; i++) z[i] = 1 / (1 + Math.exp(-z[i]));
  },
  tanh(z) {
    // By one exponential function: a third faster than Math.tanh, and as near to it as the rounding of 1.
    for (let i = 0; i < z.length; i++) z[i] = 1 - 2 / (Math.exp(2 * z[i]) + 1);
  },
};

/** The slope of each activation, from its value. */
const SLOPES = {
  identity: () => 1,
  relu: (value) => (value > 0 ? 1 : 0),
  leaky_relu: (value) => (value > 0 ? 1 : 0.01),
  sigmoid: (value) => value * (1 - value),
  tanh: (value) => 1 - value * value,
};

/**
 * Room for points on their way, to be used again and again.
 * @param {Form} form @param {number} count of points @param {Float32ArrayConstructor|Float64ArrayConstructor} [Numbers] their precision
 * @returns {Layers}
 */
export function roomFor(form, count, Numbers = Float64Array) {
  return Array.from(form.sizes, (size) => Array.from({ length: size }, () => new Numbers(count)));
}

/**
 * Put points where the network sees them.
 * @param {Form} form @param {Layers} layers @param {number} input which of the inputs @param {(i: number) => number} value of each point, in the units of the axes
 */
export function enter({ shift, scale }, layers, input, value) {
  const column = layers[0][input];
  const [from, wide] = [shift ? shift[input] : 0, scale ? scale[input] : 1];
  for (let i = 0; i < column.length; i++) column[i] = (value(i) - from) / wide;
}

/**
 * Send the points of layer 0 through all others.
 * @param {Form} form @param {ArrayLike<number>} parameters @param {Layers} layers where they are, and where their values go @param {Off|null} [off]
 * @returns {Layers} the same
 */
export function forward(form, parameters, layers, off = null) {
  const last = layers.length - 1;
  let begin = 0;
  for (let l = 1; l <= last; l++) {
    const [below, above] = [layers[l - 1], layers[l]];
    const silent = l > 1 ? off?.[l - 2] : null;
    above.forEach((sums, j) => {
      const weight = (m) => (silent?.[m] ? 0 : parameters[begin + m * above.length + j]);
      sums.fill(parameters[begin + below.length * above.length + j]);
      let m = 0;
      for (; m + 1 < below.length; m += 2) addTwo(sums, below[m], weight(m), below[m + 1], weight(m + 1));
      if (m < below.length) add(sums, below[m], weight(m));
      if (l < last) BENDS[form.activations[l - 1]](sums);
    });
    begin += (below.length + 1) * above.length;
  }
  finish(form, layers[last]);
  return layers;
}

/** Two at once: each sum is fetched and put back half as often. */
function addTwo(sums, first, a, second, b) {
  for (let i = 0; i < sums.length; i++) sums[i] += a * first[i] + b * second[i];
}

function add(sums, values, weight) {
  for (let i = 0; i < sums.length; i++) sums[i] += weight * values[i];
}

/** Make of the last sums what the network says. @param {Form} form @param {Layers[number]} outputs */
function finish({ output, target_shift: shift, target_scale: scale }, outputs) {
  if (output === "sigmoid") outputs.forEach(BENDS.sigmoid);
  else if (output === "softmax") shares(outputs);
  else if (shift || scale) {
    outputs.forEach((sums, j) => {
      const [from, wide] = [shift ? shift[j] : 0, scale ? scale[j] : 1];
      for (let i = 0; i < sums.length; i++) sums[i] = wide * sums[i] + from;
    });
  }
}

/** The largest becomes exp(0) before they are divided by their sum: no number is too large. */
function shares(outputs) {
  for (let i = 0; i < outputs[0].length; i++) {
    let most = -Infinity;
    for (const sums of outputs) most = Math.max(most, sums[i]);
    let whole = 0;
    for (const sums of outputs) whole += sums[i] = Math.exp(sums[i] - most);
    for (const sums of outputs) sums[i] /= whole;
  }
}

/**
 * Lead a slope with respect to the last sums back through the network, for one point.
 * @param {Form} form @param {ArrayLike<number>} parameters @param {Layers} layers what `forward` made of the point @param {ArrayLike<number>} slope one for each output
 * @param {Off|null} [off] @returns {{values: Float64Array[], parameters: Float64Array}} the slope with respect to the value of each neuron, layer by layer, and to each parameter
 */
export function backward(form, parameters, layers, slope, off = null) {
  const found = { values: layers.map(({ length }) => new Float64Array(length)), parameters: new Float64Array(parameters.length) };
  let sums = Float64Array.from(slope);
  let begin = parameters.length;
  for (let l = layers.length - 1; l > 0; l--) {
    const [below, width] = [layers[l - 1], layers[l].length];
    begin -= (below.length + 1) * width;
    const silent = l > 1 ? off?.[l - 2] : null;
    below.forEach(([value], m) => {
      for (let j = 0; j < width && !silent?.[m]; j++) {
        found.parameters[begin + m * width + j] = sums[j] * value;
        found.values[l - 1][m] += sums[j] * parameters[begin + m * width + j];
      }
    });
    found.parameters.set(sums, begin + below.length * width);
    if (l > 1) sums = found.values[l - 1].map((value, m) => value * SLOPES[form.activations[l - 2]](below[m][0]));
  }
  return found;
}

/**
 * The slope of one output with respect to all the last sums.
 * @param {Form} form @param {Layers} layers what `forward` made of a point @param {number} chosen which @returns {Float64Array}
 */
export function slopeOfOutput(form, layers, chosen) {
  const outputs = Float64Array.from(layers.at(-1), ([value]) => value);
  if (form.output === "identity") return outputs.map((_, j) => (j === chosen ? (form.target_scale?.[j] ?? 1) : 0));
  return outputs.map((value, j) => outputs[chosen] * ((j === chosen ? 1 : 0) - value));
}

/**
 * Send points through a network in a room of their own.
 * @param {Form} form @param {ArrayLike<number>} parameters @param {ArrayLike<number>[]} columns of each input its value at every point, in the units of the axes
 * @param {Off|null} [off] @returns {Layers}
 */
export function sent(form, parameters, columns, off = null) {
  const layers = roomFor(form, columns[0].length);
  columns.forEach((column, input) => enter(form, layers, input, (i) => column[i]));
  return forward(form, parameters, layers, off);
}

/**
 * What one point becomes, and how an output depends on all that it became.
 * @param {Form} form @param {ArrayLike<number>} parameters @param {ArrayLike<number>} point in the units of the axes @param {number} chosen which output
 * @param {Off|null} [off] @returns {{layers: Layers, slopes: ReturnType<typeof backward>}}
 */
export function probed(form, parameters, point, chosen, off = null) {
  const columns = Array.from(point, (value) => [value]);
  const layers = sent(form, parameters, columns, off);
  return { layers, slopes: backward(form, parameters, layers, slopeOfOutput(form, layers, chosen), off) };
}
