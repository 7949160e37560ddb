// SwiGLU (Shazeer 2020, arXiv 2002.05202): y = silu(gate)·value, silu(x) = x·σ(x), and its derivatives by both.
// Four pairs in, four out.
// Past ±80 the sigmoid is 0 or 1 as far as f32 can tell: clamping there keeps exp from overflowing.
// A NaN stays one.

const SILU_LIMIT = 80.0;

fn siluSigmoid(x: vec4f) -> vec4f {
  return 1.0 / (1.0 + exp(-clamp(x, vec4f(-SILU_LIMIT), vec4f(SILU_LIMIT))));
}

fn swiglu(gate: vec4f, value: vec4f) -> vec4f {
  return gate * siluSigmoid(gate) * value;
}

fn swigluByGate(gate: vec4f, value: vec4f) -> vec4f {
  let s = siluSigmoid(gate);
  return value * s * (1.0 + gate * (1.0 - s));
}

fn swigluByValue(gate: vec4f) -> vec4f {
  return gate * siluSigmoid(gate);
}
