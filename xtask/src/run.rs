//! `cargo xtask run`: from a fresh clone to a page in the browser.

use std::{
    net::{SocketAddr, TcpListener},
    time::Instant,
};

use crate::{Outcome, command, product, site, step};

/// How to run it.
pub struct Options {
    /// Without the demo region.
    empty: bool,
    listen: SocketAddr,
}

impl Options {
    /// Reads what stands after `run`.
    pub fn parse(mut words: &[&str]) -> Outcome<Self> {
        let mut options = Self { empty: false, listen: SocketAddr::from(([127, 0, 0, 1], 3000)) };
        loop {
            words = match words {
                [] => return Ok(options),
                ["--empty", rest @ ..] => {
                    options.empty = true;
                    rest
                }
                ["--listen", address, rest @ ..] => {
                    options.listen = address.parse().map_err(|_| {
                        format!("`{address}` is no address such as 127.0.0.1:3000.")
                    })?;
                    rest
                }
                [other, ..] => {
                    return Err(format!("`run` knows --empty and --listen ADDR, not `{other}`."));
                }
            }
        }
    }
}

/// Sets up, builds and serves until stopped.
pub fn run(options: &Options) -> Outcome {
    let start = Instant::now();
    TcpListener::bind(options.listen).map_err(|e| {
        format!(
            "Cannot listen on {} ({e}). Stop what is there, or choose another by --listen ADDR.",
            options.listen
        )
    })?;
    product::build(site::Kind::Release)?;

    // Apart, so that an empty start stays empty after a demo.
    let data = if options.empty { "data/empty" } else { "data/demo" };
    let mut server = command::serving(product::binary(site::Kind::Release)?);
    server.args(["--listen", &options.listen.to_string(), "--data", data]);
    if !options.empty {
        server.arg("--demo");
    }
    let server = product::Running::start(&mut server, options.listen)?;
    println!("\n✓ Ready after {}. Records are kept in {data}.", step::spoken(start.elapsed()));
    println!("\n  http://{}\n\n  Ctrl-C stops it.", options.listen);
    let status = server.wait()?;
    if status.success() { Ok(()) } else { Err(format!("The server ended ({status}).")) }
}
