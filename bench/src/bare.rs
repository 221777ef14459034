//! The yardstick for reading: an axum handler that does nothing but return the same bytes.

use std::{
    net::SocketAddr,
    path::Path,
    process::{Child, Command},
    time::Duration,
};

use axum::{Router, body::Bytes, routing::get};
use tokio::net::TcpListener;

use crate::{
    Outcome,
    load::{Load, run},
    product::wait_for,
};

const PORT: u16 = 8791;

/// A running bare handler.
pub struct Bare {
    process: Child,
    address: SocketAddr,
}

impl Bare {
    /// Starts it in a process of its own, as the product is.
    pub async fn start(folder: &Path, body: &[u8]) -> Outcome<Self> {
        let file = folder.join("body.json");
        std::fs::write(&file, body)?;
        let process = Command::new(std::env::current_exe()?)
            .arg("bare")
            .arg(PORT.to_string())
            .arg(file)
            .spawn()?;
        let address = SocketAddr::from(([127, 0, 0, 1], PORT));
        let bare = Self { process, address };
        wait_for(address, "/").await?;
        Ok(bare)
    }

    /// Loads it.
    pub async fn load(&self, connections: usize, each: Duration) -> Outcome<Load> {
        run(self.address, connections, each, |_, _| crate::load::get("/", None)).await
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The handler.
pub async fn serve(port: &str, body: &str) -> Outcome<()> {
    let body = Bytes::from(std::fs::read(body)?);
    let router = Router::new().route("/", get(async move || body.clone()));
    let listener = TcpListener::bind(("127.0.0.1", port.parse::<u16>()?)).await?;
    axum::serve(listener, router).await?;
    Ok(())
}
