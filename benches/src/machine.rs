//! What a benchmark ran on.

use std::fs::read_to_string;

use serde_json::{Value, json};

/// A machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    /// Name of the processor.
    pub processor: String,
    /// How many cores may be used.
    pub cores: usize,
    /// Memory in gigabytes.
    pub memory: u64,
    /// Name and version of the operating system's kernel.
    pub system: String,
}

impl Machine {
    /// This one, as far as it tells.
    pub fn here() -> Machine {
        let field = |file: &str, name: &str| {
            let text = read_to_string(file).unwrap_or_default();
            let line = text.lines().find(|line| line.starts_with(name))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        };
        let kilobytes = field("/proc/meminfo", "MemTotal").and_then(|memory| memory.split(' ').next()?.parse().ok());
        let release = read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
        Machine {
            processor: field("/proc/cpuinfo", "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            cores: read_to_string("/proc/cpuinfo").map_or(1, |text| text.matches("processor\t").count()),
            memory: kilobytes.unwrap_or(0_u64) / 1_000_000,
            system: format!("{} {}", std::env::consts::OS, release.trim()),
        }
    }

    /// One line for people.
    pub fn line(&self) -> String {
        format!("{}, {} cores, {} GB, {}", self.processor, self.cores, self.memory, self.system)
    }

    /// For programs.
    pub fn as_json(&self) -> Value {
        json!({ "processor": self.processor, "cores": self.cores, "memory_gb": self.memory, "system": self.system })
    }
}
