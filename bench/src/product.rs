//! The product, as a process of its own.

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::{
    Outcome,
    data::{self, Size, assessment, token},
    load::{Asker, get},
};

/// A running server.
pub struct Product {
    process: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// From start to first answer.
    pub started: Duration,
}

impl Product {
    /// Starts it on generated data and waits for its first answer.
    pub async fn start(server: &Path, data: &Path) -> Outcome<Self> {
        data::refresh(data)?;
        // Free a moment ago, so free now.
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let before = Instant::now();
        let process = Command::new(server)
            .args(["--listen", &address.to_string(), "--data"])
            .arg(data)
            .env("RUST_LOG", "warn")
            .env_remove("DATABASE_URL")
            .stdout(Stdio::null())
            .spawn()?;
        let mut product = Self { process, address, started: Duration::ZERO };
        wait_for(address, "/health").await?;
        product.started = before.elapsed();
        Ok(product)
    }

    /// One self-assessment's bytes.
    pub async fn one_assessment(&self, size: Size) -> Outcome<Vec<u8>> {
        let clinic = size.clinics() / 2;
        let path = format!("/api/self-assessments/{}", assessment(clinic, 3));
        let (status, body) =
            Asker::connect(self.address).await?.ask(get(&path, Some(&token(clinic)))?).await?;
        if status.is_success() {
            Ok(body.to_vec())
        } else {
            Err(format!("{status}: {}", String::from_utf8_lossy(&body)).into())
        }
    }

    /// Resident memory (Linux).
    pub fn memory_mb(&self) -> Outcome<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find(|line| line.starts_with("VmRSS")).ok_or("no VmRSS")?;
        let kb: u64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
        Ok(kb / 1024)
    }
}

impl Drop for Product {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Asks until there is an answer.
pub async fn wait_for(address: SocketAddr, path: &str) -> Outcome<()> {
    let patience = Instant::now() + Duration::from_secs(30);
    loop {
        let answered = async { Asker::connect(address).await?.ask(get(path, None)?).await }.await;
        match answered {
            Ok(_) => return Ok(()),
            Err(error) if Instant::now() > patience => return Err(error),
            Err(_) => tokio::time::sleep(Duration::from_millis(2)).await,
        }
    }
}
