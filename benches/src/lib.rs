//! Benchmarks of keten.
