/** What every file of the unit tests gets: the same random examples each time. */
import fc from 'fast-check'

// Properties are tried with the same examples each time, so that only a change can fail them. FC_SEED=1 (2, …) tries others.
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 0) })
