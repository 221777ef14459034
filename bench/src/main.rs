//! Measures the server as ratios in one run, and prints them as tables.
//!
//! `cargo xtask bench` builds everything and starts this. The yardsticks run in the same minutes on the same
//! machine: a bare axum handler for reading, a loop straight into SQLite for saving.

mod bare;
mod data;
mod load;
mod product;
mod queries;
mod raw;
mod table;
mod trainings;

use std::{
    env,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Duration,
};

use data::Size;
use load::{Load, get_load, save_load};
use product::Product;
use table::{Table, percent, whole};

/// How long each load runs.
const EACH: Duration = Duration::from_secs(4);
/// Connections at the same time.
const CONNECTIONS: [usize; 3] = [1, 8, 64];

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let done = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["bare", port, body] => bare::serve(port, body).await,
        ["trainings", server, folder] => {
            trainings::measure(Path::new(server), Path::new(folder)).await
        }
        [server, folder] => measure(PathBuf::from(server), PathBuf::from(folder)).await,
        _ => Err("usage: bench [trainings] SERVER FOLDER".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(server: PathBuf, folder: PathBuf) -> Outcome<()> {
    let sizes = [Size { percent: 1 }, Size { percent: 10 }, Size { percent: 100 }];
    for size in sizes {
        data::generate(&folder, size).await?;
    }
    let full = Size { percent: 100 };
    let data = full.folder(&folder);

    println!("## Queries and bytes (one request)\n");
    queries::print(&data).await?;

    let product = Product::start(&server, &data).await?;
    let body = product.one_assessment(full).await?;
    let bare = bare::Bare::start(&folder, &body).await?;
    println!(
        "\n## Reading one self-assessment ({} bytes, 74 answers, signed in, rights checked)\n",
        body.len()
    );
    let mut table =
        Table::new(&["connections", "bare handler/s", "Stins/s", "ratio", "p50 ms", "p99 ms"]);
    for connections in CONNECTIONS {
        let yardstick = bare.load(connections, EACH).await?;
        let ours = get_load(product.address, full, connections, EACH).await?;
        table.row(&[
            whole(connections),
            whole(yardstick.rate),
            whole(ours.rate),
            percent(ours.rate, yardstick.rate),
            ours.p50(),
            ours.p99(),
        ]);
    }
    table.print();
    drop(bare);

    println!("\n## Saving one answer (durable, with history)\n");
    let commits = raw::commits_per_second(&folder, EACH)?;
    println!(
        "The yardstick, a loop writing the same rows straight to SQLite with the same pragmas: {commits:.0} commits/s.\n"
    );
    let mut table = Table::new(&["connections", "saves/s", "ratio", "p50 ms", "p99 ms"]);
    for connections in CONNECTIONS {
        let commits = raw::commits_per_second(&folder, EACH)?;
        let ours = save_load(product.address, full, connections, EACH).await?;
        table.row(&[
            whole(connections),
            whole(ours.rate),
            percent(ours.rate, commits),
            ours.p50(),
            ours.p99(),
        ]);
    }
    table.print();
    let memory = product.memory_mb()?;
    drop(product);

    println!("\n## The same at 1 %, 10 % and 100 % of the data (8 connections)\n");
    let mut table = Table::new(&[
        "data",
        "reads/s",
        "read p50 ms",
        "saves/s",
        "save p50 ms",
        "start to first answer ms",
    ]);
    for size in sizes {
        let product = Product::start(&server, &size.folder(&folder)).await?;
        let reads: Load = get_load(product.address, size, 8, EACH).await?;
        let saves: Load = save_load(product.address, size, 8, EACH).await?;
        table.row(&[
            format!("{} clinics, {} answers", size.clinics(), size.answers()),
            whole(reads.rate),
            reads.p50(),
            whole(saves.rate),
            saves.p50(),
            whole(product.started.as_millis()),
        ]);
    }
    table.print();
    trainings::measure(&server, &folder).await?;
    println!("\nResident memory after the loads, all data: {memory} MB.");
    Ok(())
}
