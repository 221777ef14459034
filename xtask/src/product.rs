//! The product: one binary with the site inside, and that binary running.

use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    panic,
    path::PathBuf,
    process::{Child, Command, ExitStatus},
    thread,
    time::{Duration, Instant},
};

use crate::{Outcome, command, fingerprint::fingerprint, place, site, step::step};

/// Builds the site and the server that holds it. The server's library needs no site and is compiled meanwhile: the app
/// is compiled on one core for the most part.
pub fn build(kind: site::Kind) -> Outcome<site::Site> {
    let site = thread::scope(|scope| {
        let library = scope.spawn(|| command::run_silently(server(kind).arg("--lib")));
        let site = site::build(kind)?;
        step("Library of the server", || {
            library.join().unwrap_or_else(|panic| panic::resume_unwind(panic))
        })?;
        Ok::<_, String>(site)
    })?;
    step("Server", || {
        let mut cargo = server(kind);
        if kind == site::Kind::Release {
            // Names the site to the compiler, so that the binary is compiled anew when there is another one to embed.
            let page = fs::read(kind.folder().join("index.html"))
                .map_err(|e| format!("Cannot read the page: {e}"))?;
            cargo.env("STINS_SITE", fingerprint(&page));
        }
        command::run(&mut cargo)
    })?;
    println!("\n  {}", binary(kind)?.display());
    Ok(site)
}

/// Compiles the server.
fn server(kind: site::Kind) -> Command {
    let mut cargo = command::cargo();
    cargo.args(["build", "--package", "server"]);
    if kind == site::Kind::Release {
        cargo.arg("--release");
    }
    cargo
}

/// Where the server's binary lies.
pub fn binary(kind: site::Kind) -> Outcome<PathBuf> {
    let directory = match kind {
        site::Kind::Release => "release",
        site::Kind::Dev => "debug",
    };
    Ok(place::target()?
        .join(directory)
        .join("server")
        .with_extension(std::env::consts::EXE_EXTENSION))
}

/// A port nobody listens on just now.
pub fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    listener.map(|address| address.port()).map_err(|e| format!("There is no free port: {e}"))
}

/// A server that runs; it ends with the value.
pub struct Running(Child);

impl Running {
    /// Starts it and waits until it answers.
    pub fn start(command: &mut Command, address: SocketAddr) -> Outcome<Self> {
        let child = command.spawn().map_err(|e| format!("The server cannot be started: {e}."))?;
        let mut running = Self(child);
        let start = Instant::now();
        while !answers(address) {
            if let Ok(Some(status)) = running.0.try_wait() {
                return Err(format!(
                    "The server ended at once ({status}); what it said stands above."
                ));
            }
            if start.elapsed() > Duration::from_secs(60) {
                return Err(format!(
                    "The server has not answered on http://{address}/health for a minute."
                ));
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(running)
    }

    /// Waits until it ends.
    pub fn wait(mut self) -> Outcome<ExitStatus> {
        self.0.wait().map_err(|e| format!("Lost sight of the server: {e}"))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn answers(address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_secs(1)) else {
        return false;
    };
    let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
    let question = format!("GET /health HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    let mut answer = [0; 12];
    stream.write_all(question.as_bytes()).is_ok()
        && stream.read_exact(&mut answer).is_ok()
        && answer.ends_with(b" 200")
}
