// GELU in GPT-2's tanh form, x/2·(1 + tanh z/2) = x·σ(z) with z = 2√(2/π)(x + 0.044715x³), and its derivative σ + x·σ·(1 − σ)·z′.
// Four values in, four out.
// Past ±10 the sigmoid is 0 or 1 to the last bit of f32: clamping x there keeps exp and x³ from overflowing.
// A NaN stays one in the value; the derivative may lose it.

const GELU_LIMIT = 10.0;
const GELU_SCALE = 1.5957691216057308;
const GELU_CUBIC = 0.044715;

fn geluSigmoid(x: vec4f) -> vec4f {
  return 1.0 / (1.0 + exp(-GELU_SCALE * (x + GELU_CUBIC * x * x * x)));
}

fn gelu(x: vec4f) -> vec4f {
  return x * geluSigmoid(clamp(x, vec4f(-GELU_LIMIT), vec4f(GELU_LIMIT)));
}

fn geluDerivative(x: vec4f) -> vec4f {
  let c = clamp(x, vec4f(-GELU_LIMIT), vec4f(GELU_LIMIT));
  let s = geluSigmoid(c);
  return s + c * s * (1.0 - s) * GELU_SCALE * (1.0 + 3.0 * GELU_CUBIC * c * c);
}
