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

use std::{env, path::Path, process::ExitCode};

use data::Size;
use load::{get_load, in_turns, save_load};
use product::Product;
use table::{Table, whole};

/// All data.
const FULL: Size = Size { percent: 100 };
/// What the cost is compared at, the least first.
const SIZES: [Size; 3] = [Size { percent: 1 }, Size { percent: 10 }, FULL];
/// Connections at the same time.
const CONNECTIONS: [usize; 3] = [1, 8, 64];

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let done = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["bare", port, body] => bare::serve(port, body).await,
        ["one", server, folder] => one(Path::new(server), Path::new(folder)).await,
        ["trainings", server, folder] => {
            trainings::measure(Path::new(server), Path::new(folder)).await
        }
        [server, folder] => measure(Path::new(server), Path::new(folder)).await,
        _ => Err("usage: bench [one | trainings] SERVER FOLDER".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Everything, in the order of the tables.
async fn measure(server: &Path, folder: &Path) -> Outcome<()> {
    for size in SIZES {
        data::generate(folder, size).await?;
    }
    println!("## Queries and bytes (one request)\n");
    queries::print(&FULL.folder(folder)).await?;
    let product = Product::start(server, &FULL.folder(folder)).await?;
    reading(&product, folder).await?;
    saving(&product, folder).await?;
    let memory = product.memory_mb()?;
    drop(product);

    sizes_compared(server, folder).await?;
    trainings::measure(server, folder).await?;
    println!("\nResident memory after the loads, all data: {memory} MB.");
    Ok(())
}

/// Reading and saving with more and more data, each size in turns with the least.
async fn sizes_compared(server: &Path, folder: &Path) -> Outcome<()> {
    const AT_ONCE: usize = 8;
    println!(
        "\n## The same at 1 %, 10 % and 100 % of the data ({AT_ONCE} connections)\n\n\
         The yardstick is the same server on 1 % of the data.\n"
    );
    let mut started = Table::new(&["data", "start to first answer ms"]);
    let mut running = Vec::new();
    for size in SIZES {
        let product = Product::start(server, &size.folder(folder)).await?;
        let data = format!("{} clinics, {} answers", size.clinics(), size.answers());
        started.row(&[data.clone(), whole(product.started.as_millis())]);
        running.push((size, data, product));
    }
    let mut table =
        Table::new(&["data", "request", "at 1 %/s", "Stins/s", "ratio", "p50 ms", "p99 ms"]);
    let (least, rest) = running.split_first().ok_or("no sizes")?;
    for (size, data, product) in rest {
        let reads = in_turns(
            async |each| Ok(get_load(least.2.address, least.0, AT_ONCE, each).await?.rate),
            async |each| get_load(product.address, *size, AT_ONCE, each).await,
        );
        let saves = in_turns(
            async |each| Ok(save_load(least.2.address, least.0, AT_ONCE, each).await?.rate),
            async |each| save_load(product.address, *size, AT_ONCE, each).await,
        );
        for (name, compared) in [("read", reads.await?), ("save", saves.await?)] {
            table.row(&[&[data.clone(), name.to_owned()], compared.cells().as_slice()].concat());
        }
    }
    table.print();
    println!();
    started.print();
    Ok(())
}

/// Reading and saving one self-assessment alone, on all data.
async fn one(server: &Path, folder: &Path) -> Outcome<()> {
    data::generate(folder, FULL).await?;
    let product = Product::start(server, &FULL.folder(folder)).await?;
    reading(&product, folder).await?;
    saving(&product, folder).await
}

async fn reading(product: &Product, folder: &Path) -> Outcome<()> {
    let body = product.one_assessment(FULL).await?;
    let bare = bare::Bare::start(folder, &body).await?;
    println!(
        "\n## Reading one self-assessment ({} bytes, 74 answers, signed in, rights checked)\n",
        body.len()
    );
    let mut table =
        Table::new(&["connections", "bare handler/s", "Stins/s", "ratio", "p50 ms", "p99 ms"]);
    for connections in CONNECTIONS {
        let compared = in_turns(
            async |each| Ok(bare.load(connections, each).await?.rate),
            async |each| get_load(product.address, FULL, connections, each).await,
        )
        .await?;
        table.row(&[&[whole(connections)], compared.cells().as_slice()].concat());
    }
    table.print();
    Ok(())
}

async fn saving(product: &Product, folder: &Path) -> Outcome<()> {
    println!(
        "\n## Saving one answer (durable, with history)\n\n\
         The yardstick is a loop writing the same rows straight to SQLite with the same pragmas.\n"
    );
    let mut table = Table::new(&["connections", "loop/s", "Stins/s", "ratio", "p50 ms", "p99 ms"]);
    for connections in CONNECTIONS {
        let compared = in_turns(
            async |each| raw::commits_per_second(folder, each),
            async |each| save_load(product.address, FULL, connections, each).await,
        )
        .await?;
        table.row(&[&[whole(connections)], compared.cells().as_slice()].concat());
    }
    table.print();
    Ok(())
}
